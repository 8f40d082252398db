"""Looks for secrets in every file git knows, and for known holes in the locked dependencies where that is possible.

    python tools/scan.py      exit 1 when something was found

The second part needs `pip-audit` and its advisories on the network; where either is missing it says so and goes on.
"""

import re
import shutil
import subprocess
import sys
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
    found = list(secrets())
    for line in found:
        print(line)
    return 1 if holes() or found else 0


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


def holes() -> bool:
    """Whether a locked dependency has a known hole."""
    audit = shutil.which("pip-audit")
    if audit is None:
        print("dependencies: not scanned, pip-audit is not installed")
        return False
    asked = [audit, "--disable-pip", "--require-hashes", "--timeout", "15", "-r", "requirements.lock"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    if done.returncode and "vulnerabilit" not in done.stdout + done.stderr:
        print("dependencies: not scanned, the advisories cannot be reached")
        return False
    print(done.stdout.strip())
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
