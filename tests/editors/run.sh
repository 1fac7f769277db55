#!/usr/bin/env bash
# The language server in real editors: each opens the Mi Home policy, breaks it, mends it, asks about names, renames and formats.
#
#     tests/editors/run.sh [neovim] [emacs] [pytest] [helix]        the first three without a word
#
# Installs what is missing, in the versions named here and in requirements.txt: Neovim and pytest-lsp from PyPI into a cache of its own,
# Emacs with eglot from the system's packages. Helix and tmux must be there; HELIX names the command, `hx` without it. PRIVITY names the command of
# the server; without it target/release/privity is built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/privity-editors
export EDITORS=$repository/compiler/editors

if [ -z "${PRIVITY:-}" ]; then
  (cd "$repository" && cargo build --quiet --release --locked -p privity-cli)
  PRIVITY=$repository/target/release/privity
fi
PRIVITY=$(realpath "$PRIVITY")
export PRIVITY

python() {
  local wanted
  wanted=$(sha256sum "$here/requirements.txt" | cut -c1-16)
  if [ ! -e "$cache/python-$wanted/done" ]; then
    rm -rf "$cache"/python-*
    python3 -m venv "$cache/python-$wanted"
    "$cache/python-$wanted/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    touch "$cache/python-$wanted/done"
  fi
  PYTHON=$cache/python-$wanted/bin
}

emacs_with_eglot() {
  command -v emacs >/dev/null && emacs --batch --eval '(progn (package-initialize) (require (quote eglot)))' 2>/dev/null && return
  local sudo=
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update --quiet=2
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends emacs-nox elpa-eglot >/dev/null
}

work=$(mktemp -d)
# What the server leaves for editors.
left=$work/cache
trap 'rm -rf "$work"' EXIT

# A fresh copy of the policy, since the editors change it.
policy() {
  rm -rf "$work/$1"
  mkdir -p "$work/$1"
  cp -r "$repository/policies/mi-home" "$work/$1/mi-home"
  export POLICY=$work/$1/mi-home
}

in_neovim() {
  python
  policy neovim
  # The grammar, as an editor loads it.
  export PARSER=$work/parser
  mkdir -p "$PARSER/parser" "$PARSER/queries/privity"
  cc -O1 -shared -fPIC -I "$EDITORS/tree-sitter-privity/src" -o "$PARSER/parser/privity.so" "$EDITORS/tree-sitter-privity/src/parser.c"
  cp "$EDITORS"/tree-sitter-privity/queries/*.scm "$PARSER/queries/privity/"
  "$PYTHON/nvim" --version | head -1
  (cd "$POLICY" && XDG_CACHE_HOME=$left timeout 300 "$PYTHON/nvim" --clean --headless -l "$here/neovim.lua")
}

in_emacs() {
  emacs_with_eglot
  policy emacs
  emacs --version | head -1
  emacs --batch -Q --load "$EDITORS/emacs/privity-mode-tests.el" --funcall ert-run-tests-batch-and-exit
  (cd "$POLICY" && XDG_CACHE_HOME=$left timeout 300 emacs --batch --no-init-file --load "$here/emacs.el")
}

in_pytest() {
  python
  policy pytest
  (cd "$here" && XDG_CACHE_HOME=$left timeout 600 "$PYTHON/python" -m pytest --quiet -p no:cacheprovider -c /dev/null --rootdir "$here" -o asyncio_default_fixture_loop_scope=function test_clients.py)
}

in_helix() {
  policy helix
  (cd "$POLICY" && XDG_CACHE_HOME=$left timeout 300 "$here/helix.sh")
}

for editor in "${@:-neovim emacs pytest}"; do
  for one in $editor; do
    printf '\n-- %s\n' "$one"
    "in_$one"
  done
done
