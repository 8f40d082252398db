"""Looks for secrets in every file git knows, and for dependencies that are not locked. Exit 1 when something was found.

python tools/scan.py           needs no network
python tools/scan.py --holes   asks the advisories about known holes as well: needs `pip-audit` and the network
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECRETS = {
    "a private key": r"-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----\s*\n[A-Za-z0-9+/=]{40}",
    "a Slack token": r"xox[abeprs]-\d{6,}-[A-Za-z0-9-]{10,}|xapp-\d-[A-Z0-9]{8,}-\d{8,}-[a-f0-9]{20,}",
    "an AWS key": r"(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])",
    "a GitHub token": r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}",
    "a model provider's key": r"(?<![\w-])sk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}",
    "a password in an address": r"(?:postgres(?:ql)?|mysql|https?)(?:\+\w+)?://[^\s:/@'\"{}<>]+:(?!pathbot@|secret@|password@)[^\s/@'\"{}<>]{8,}@",
}  # fmt: skip
LONGEST = 2_000_000


def main() -> int:
    found = [*secrets(), *unlocked()]
    for line in found:
        print(line)
    holed = "--holes" in sys.argv[1:] and holes()
    return 1 if found or holed else 0


def secrets() -> list[str]:
    """Where something looks like a secret: file and line, never the secret."""
    git = shutil.which("git")
    listed = subprocess.run([git or "git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    said = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file() or path.stat().st_size > LONGEST:
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        for what, pattern in SECRETS.items():
            said += [f"{name}:{text.count(chr(10), 0, m.start()) + 1}: {what}?" for m in re.finditer(pattern, text)]
    return said


def unlocked() -> list[str]:
    """What the lock does not hold to one exact version with a hash: dependencies that are declared, or in the lock."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    locked, said = set(), []
    for entry in (e for e in entries if e and not e.startswith(("#", "--"))):
        name = re.match(r"[A-Za-z0-9._-]+", entry)
        assert name is not None
        locked.add(_plain(name[0]))
        if not re.match(r"[^\s=]+==[^\s*]+", entry) or "--hash=sha256:" not in entry:
            said.append(f"requirements.lock: {name[0]} has no exact version or no hash")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = {_plain(re.split(r"[\s\[<>=!~;]", text, maxsplit=1)[0]) for text in declared} - {_plain(project["name"])}
    return said + [f"requirements.lock: {name} is declared and not locked" for name in sorted(names - locked)]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def holes() -> bool:
    """Whether a locked dependency has a known hole. Also True when nobody could say."""
    audit = shutil.which("pip-audit")
    if audit is None:
        print("dependencies: not scanned, pip-audit is not installed")
        return True
    asked = [audit, "--disable-pip", "--require-hashes", "--timeout", "15", "-r", "requirements.lock"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    if done.returncode and "vulnerabilit" not in done.stdout + done.stderr:
        print("dependencies: not scanned, the advisories cannot be reached")
        return True
    print(done.stdout.strip())
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
