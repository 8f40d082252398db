// The key stands behind the # of the address, where no server log sees it.
const key = document.getElementById("key");
if (location.hash.length > 1) {
  key.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
