"""One message, decided: what is known and what arrived in; everything to commit out."""
