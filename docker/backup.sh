#!/bin/sh
# One backup: the database first, then the documents (docs/operations.md says why). What is older than BACKUP_KEEP_DAYS goes: dumps,
# and files that the service has had no more for so long.
set -eu
umask 077
# for sort and comm alike
export LC_ALL=C

folder=${BACKUP_DIR:-/backup}
keep=${BACKUP_KEEP_DAYS:-30}
dump=$folder/throughline-$(date -u +%Y%m%dT%H%M%SZ).dump
mkdir -p "$folder/documents" "$folder/gone"
# what an earlier run left unfinished
rm -rf "$folder"/*.unfinished
find "$folder/documents" -name '*.unfinished' -type f -exec rm {} +

# Size and name of each file of a folder, without what has not arrived yet.
list() {
  (cd "$1" && find . -ignore_readdir_race -path ./incoming -prune -o -type f -printf '%s %P\n') >"$2"
  sort -o "$2" "$2"
}
names() {
  cut -d ' ' -f 2- "$1" | sort
}

# A file that the service has no more stays as long as a dump that may name it; `gone` says since when. That is noted before
# the dump: no dump needs a file whose mark is older than itself, so that a restore knows which ones not to bring back.
[ ! -d "$DOCUMENTS_DIR" ] || list "$DOCUMENTS_DIR" "$folder/there.unfinished"
if [ -s "$folder/there.unfinished" ]; then
  list "$folder/documents" "$folder/here.unfinished"
  (cd "$folder/gone" && find . -type f -printf '%P\n') >"$folder/marks.unfinished"
  while read -r name; do
    [ ! -e "$DOCUMENTS_DIR/$name" ] || rm "$folder/gone/$name"
  done <"$folder/marks.unfinished"
  names "$folder/there.unfinished" >"$folder/names-there.unfinished"
  names "$folder/here.unfinished" >"$folder/names-here.unfinished"
  comm -13 "$folder/names-there.unfinished" "$folder/names-here.unfinished" >"$folder/missing.unfinished"
  while read -r name; do
    [ -e "$folder/gone/$name" ] || { mkdir -p "$folder/gone/${name%/*}" && : >"$folder/gone/$name"; }
  done <"$folder/missing.unfinished"
fi

pg_dump --format=custom --file="$dump.unfinished" "$(cat "$MIGRATION_DATABASE_URL_FILE")"
pg_restore --list "$dump.unfinished" >"$folder/contents.unfinished" && rm "$folder/contents.unfinished"
mv "$dump.unfinished" "$dump"

# One file, under its name only when it is whole. Whose it was is left out: to give it away takes a right that this job does not
# have. One that went while it was read is no error: an upload ended, or its data was erased.
copy() {
  mkdir -p "${2%/*}"
  if cp --preserve=mode,timestamps "$1" "$2.unfinished" 2>"$folder/error.unfinished"; then
    mv "$2.unfinished" "$2"
  elif [ -e "$1" ]; then
    cat "$folder/error.unfinished" >&2
    exit 1
  else
    rm -f "$2.unfinished"
  fi
}

# What has not arrived comes first: a file moves from there to its place, and would be missed the other way round. It is copied
# anew each time, for uploads of data in clear lie there, which nobody keeps.
mkdir "$folder/incoming.unfinished"
if [ -d "$DOCUMENTS_DIR/incoming" ]; then
  (cd "$DOCUMENTS_DIR/incoming" && find . -ignore_readdir_race -type f -printf '%P\n') >"$folder/arriving.unfinished"
  while read -r name; do
    copy "$DOCUMENTS_DIR/incoming/$name" "$folder/incoming.unfinished/$name"
  done <"$folder/arriving.unfinished"
fi

# A document never changes, and a sealed file bears no time: a copy of another size is half a copy.
list "$DOCUMENTS_DIR" "$folder/there.unfinished"
list "$folder/documents" "$folder/here.unfinished"
if [ ! -s "$folder/there.unfinished" ] && [ -s "$folder/here.unfinished" ]; then
  echo "$DOCUMENTS_DIR holds no document, and the copy holds some: is it mounted?" >&2
  exit 1
fi
comm -23 "$folder/there.unfinished" "$folder/here.unfinished" >"$folder/new.unfinished"
while read -r _ name; do
  copy "$DOCUMENTS_DIR/$name" "$folder/documents/$name"
done <"$folder/new.unfinished"
rm -rf "$folder/documents/incoming"
mv "$folder/incoming.unfinished" "$folder/documents/incoming"

find "$folder" -maxdepth 1 -name 'throughline-*.dump' -mtime "+$keep" -exec rm {} +

(cd "$folder/gone" && find . -type f -printf '%P\n') >"$folder/marks.unfinished"
while read -r name; do
  if [ ! -e "$DOCUMENTS_DIR/$name" ] && [ -n "$(find "$folder/gone/$name" -mtime "+$keep")" ]; then
    rm -f "$folder/documents/$name" "$folder/gone/$name"
  fi
done <"$folder/marks.unfinished"
rm -f "$folder"/*.unfinished
echo "$dump"
