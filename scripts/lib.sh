# Shared by the scripts beside it, which source it: where the project is, its virtual environment, what pip put there.

CDPATH="" cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv_python=.venv/bin/python

# The app and the tests read what is on this machine; EMOLIT_ALLOW_HUB=1 lets a model come from the Hub.
if [[ "${EMOLIT_ALLOW_HUB:-}" != 1 ]]; then
  export HF_HUB_OFFLINE=1
fi
export TOKENIZERS_PARALLELISM=false

fail() {
  echo "emolit: $*" >&2
  exit 1
}

# Prints the first Python that is new enough. Each is run, since a name on the PATH may have no Python behind it.
find_python() {
  local candidate
  for candidate in python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  fail "needs Python 3.11 or newer; found neither python3.11 nor a python3 as new as that."
}

# Debian keeps the part of Python that makes virtual environments in a package of its own.
can_make_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# pip is the last thing that `venv` installs: without it the environment is missing or half made.
have_venv() {
  [[ -x "$venv_python" && -x .venv/bin/pip ]]
}

make_venv() {
  local python
  python=$(find_python)
  can_make_venv "$python" || fail "$python makes no virtual environments; install python3-venv."
  echo "emolit: making .venv with $("$python" --version)." >&2
  "$python" -m venv --clear .venv
}

sha256_of() {
  "$venv_python" -c '
import hashlib, pathlib, sys
print(hashlib.sha256(b"\0".join(pathlib.Path(name).read_bytes() for name in sys.argv[1:])).hexdigest())' "$@"
}

# pip_install FILE [INCLUDED...]: installs a requirements file, unless it and those it includes are as last time.
pip_install() {
  local stamp=".venv/.${1%.txt}.sha256" now
  have_venv || make_venv
  now=$(sha256_of "$@")
  if [[ ! -f "$stamp" || "$(<"$stamp")" != "$now" ]]; then
    echo "emolit: installing $1; the first time takes some minutes." >&2
    # Python compiles what it imports when it first does; all 20,000 files would take more than a minute of one core.
    "$venv_python" -m pip install --disable-pip-version-check --no-compile --requirement "$1"
    echo "$now" >"$stamp"
  fi
}

install_for_running() {
  pip_install requirements.txt
}

install_for_testing() {
  pip_install requirements-dev.txt requirements.txt
}
