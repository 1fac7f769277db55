#!/usr/bin/env bash
# What Helix does with the settings of docs/editors.md: it is started in a terminal of tmux, its keys are sent, and its screen is read.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
helix=${HELIX:-hx}
export TMUX_TMPDIR=$(mktemp -d)
trap 'tmux kill-server 2>/dev/null || true; rm -rf "$TMUX_TMPDIR"' EXIT

# The settings that users copy, but for the grammar, which they fetch.
mkdir -p "$TMUX_TMPDIR/config/helix"
sed -n '/^## Helix/,/^## /p' "$here/../../docs/editors.md" | sed -n '/^```toml/,/^```/p' | sed '/^```/d; /^\[\[grammar/,$d' >"$TMUX_TMPDIR/config/helix/languages.toml"
mkdir "$TMUX_TMPDIR/bin"
ln -s "$PRIVITY" "$TMUX_TMPDIR/bin/privity"

# A key that follows Escape at once would be read as one with Alt.
keys() {
  tmux send-keys "$@"
  sleep 0.2
}

# Waits until the screen shows a text; an extended regular expression.
shows() {
  for _ in $(seq 100); do
    if tmux capture-pane -p | grep --quiet --extended-regexp "$1"; then
      printf 'ok: %s\n' "$2"
      return
    fi
    sleep 0.2
  done
  printf 'failed: %s; the screen does not show %s\n' "$2" "$1" >&2
  tmux capture-pane -p >&2
  exit 1
}

# Asks again until the server, which may still be reading, has an answer.
asks() {
  for _ in $(seq 20); do
    keys "$1"
    sleep 1
    tmux capture-pane -p | grep --quiet --extended-regexp "$2" && break
    keys Escape
  done
  shows "$2" "$3"
}

tmux -f /dev/null new-session -d -x 150 -y 45 \
  "env XDG_CONFIG_HOME='$TMUX_TMPDIR/config' XDG_CACHE_HOME='$TMUX_TMPDIR' PATH='$TMUX_TMPDIR/bin:$PATH' $helix rights.privity"
shows 'NOR +rights.privity' 'the policy is open'
keys '/permit lift_restriction' Enter
shows 'rule lifting_a_restriction' 'the rule is there'
asks ' k' 'action lift_restriction in vocabulary' 'a name is explained'
keys Escape
asks 'gd' 'NOR +vocabulary.privity' 'its declaration is found, in another file'
keys ':buffer-previous' Enter
keys 'j' 'A' 'x' Escape
shows 'unknown fact .restriction_activex' 'a mistake is told'
keys ' a'
shows 'write .restriction_active' 'its repair is offered'
keys Enter
shows 'when restriction_active *$' 'its repair is made'
keys '/permit lift_restriction' Enter
keys ' r'
shows 'rename-to:lift_restriction' 'a name can be changed'
keys '_again' Enter
shows 'permit lift_restriction_again' 'a name is changed'
keys ':buffer-next' Enter
shows '^ *[0-9]+ +lift_restriction_again' 'in other files as well'
keys ':open rights.privity' Enter
keys '/permit lift_restriction' Enter
keys 'j'
keys 'I'
# Helix 25.01 may tell of keys that come at once in another order than they came in.
for _ in 1 2 3; do keys ' '; done
keys Escape
shows '[0-9] {7}when restriction_active' 'a line is out of style'
keys ':format' Enter
shows '[0-9] {4}when restriction_active' 'the text is formatted'
keys ':quit-all!' Enter
