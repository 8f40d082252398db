// On a shared computer nothing of the person before stays behind: what they had not sent yet goes.
sessionStorage.clear();
