#!/bin/sh
# What the journal has of these units since the last run, in a file of its own (docs/security.md says why). Its arguments say to
# journalctl whose lines. Files older than LOG_KEEP_DAYS go; six months are the least.
set -eu
umask 077

folder=${LOG_DIR:-/var/log/throughline}
days=${LOG_KEEP_DAYS:-200}
if ! [ "$days" -ge 184 ]; then
  echo "LOG_KEEP_DAYS: at least 184 days, which are six months" >&2
  exit 2
fi
file=$folder/throughline-$(date -u +%Y%m%dT%H%M%SZ).jsonl.gz
mkdir -p "$folder"
# what an earlier run left unfinished
rm -f "$folder"/*.unfinished

# The place up to which was read counts only once the lines lie on the disk: after a crash they come twice, and none is missing.
[ ! -e "$folder/cursor" ] || cp "$folder/cursor" "$folder/cursor.unfinished"
journalctl --quiet --output=cat --cursor-file="$folder/cursor.unfinished" "$@" >"$folder/lines.unfinished"
if [ -s "$folder/lines.unfinished" ]; then
  gzip -c "$folder/lines.unfinished" >"$file.unfinished"
  sync "$file.unfinished"
  mv "$file.unfinished" "$file"
  mv "$folder/cursor.unfinished" "$folder/cursor"
  echo "$file"
fi
rm -f "$folder"/*.unfinished
find "$folder" -maxdepth 1 -name 'throughline-*.jsonl.gz' -mtime "+$days" -exec rm {} +
