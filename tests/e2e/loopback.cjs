// Loaded before an emulator of others (node --require): whatever it would listen on, it listens on this machine only.
const net = require("net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  if (args[0] && typeof args[0] === "object" && "port" in args[0]) args[0] = { ...args[0], host: "127.0.0.1" };
  else if (Number.isFinite(Number(args[0]))) { if (typeof args[1] === "string") args[1] = "127.0.0.1"; else args.splice(1, 0, "127.0.0.1"); }
  return listen.apply(this, args);
};
