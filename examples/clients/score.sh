#!/bin/sh
# Scores the file that it is given, with curl. SCORING_URI and KEY say where and by what right.
# The key goes by standard input, so that it stands in no list of processes.
set -eu
printf 'Authorization: Bearer %s' "$KEY" |
  curl --silent --show-error --fail-with-body --header @- --header 'Content-Type: application/json' \
    --retry 3 --retry-connrefused --max-time 200 --data-binary "@$1" "$SCORING_URI"
