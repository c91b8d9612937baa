#!/bin/sh
# One backup: the database first, then the documents (docs/operations.md says why). Dumps older than BACKUP_KEEP_DAYS go.
set -eu
umask 077

folder=${BACKUP_DIR:-/backup}
dump=$folder/throughline-$(date -u +%Y%m%dT%H%M%SZ).dump
mkdir -p "$folder/documents/sealed"
# what an earlier run left unfinished
rm -f "$folder"/*.unfinished

pg_dump --format=custom --file="$dump.unfinished" "$(cat "$MIGRATION_DATABASE_URL_FILE")"
pg_restore --list "$dump.unfinished" >"$folder/contents.unfinished" && rm "$folder/contents.unfinished"
mv "$dump.unfinished" "$dump"

# A document never changes; a sealed file has no time by which one could tell. Whose a file was is left out: to give it away takes
# a right that this job does not have.
copy() { cp -r --preserve=mode,timestamps "$@"; }
copy --update "$DOCUMENTS_DIR/." "$folder/documents/"
[ ! -d "$DOCUMENTS_DIR/sealed" ] || copy "$DOCUMENTS_DIR/sealed/." "$folder/documents/sealed/"

find "$folder" -maxdepth 1 -name 'throughline-*.dump' -mtime "+${BACKUP_KEEP_DAYS:-30}" -exec rm {} +
echo "$dump"
