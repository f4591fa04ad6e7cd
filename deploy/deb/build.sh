#!/usr/bin/env bash
# Makes a .deb of a single file: the same bytes from the same input, whoever runs it and when.
#   deploy/deb/build.sh VERSION amd64|arm64 SINGLE_FILE OUTPUT_FOLDER     with SOURCE_DATE_EPOCH: the time that files get, in seconds since 1970
set -euo pipefail
readonly version=${1:?version} architecture=${2:?architecture} program=${3:?single file} out=${4:?output folder}
readonly source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
: "${SOURCE_DATE_EPOCH:?the time that files get, in seconds since 1970}"
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022
chmod 755 "$root"

put() { install -D -m "$1" "$2" "$root/$3"; }
put 755 "$program" usr/lib/sessiongrains/sessiongrains
put 644 "$source/deploy/systemd/sessiongrains.service" usr/lib/systemd/system/sessiongrains.service
put 644 "$source/deploy/systemd/sessiongrains.env" etc/sessiongrains/sessiongrains.env
put 644 "$source/deploy/deb/lintian-overrides" usr/share/lintian/overrides/sessiongrains
documents=usr/share/doc/sessiongrains
mkdir -p "$root/usr/bin" "$root/$documents" "$root/DEBIAN"
ln -s ../lib/sessiongrains/sessiongrains "$root/usr/bin/sessiongrains"

{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo "Upstream-Name: SessionGrains"
  echo
  echo "Files: *"
  echo "Copyright: $(sed -n 's/^Copyright (c) //p' "$source/LICENSE")"
  echo "License: MIT"
  sed -n '/^Permission/,$p' "$source/LICENSE" | sed 's/^$/./; s/^/ /'
} >"$root/$documents/copyright"
printf 'sessiongrains (%s) stable; urgency=medium\n\n  * Released. CHANGELOG.md of the source says what changed.\n\n -- The SessionGrains authors <sessiongrains@localhost.localdomain>  %s\n' \
  "$version" "$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$root/$documents/changelog.gz"

echo /etc/sessiongrains/sessiongrains.env >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do
  put 755 "$source/deploy/deb/$script" "DEBIAN/$script"
done
sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)/" \
  "$source/deploy/deb/control" >"$root/DEBIAN/control"
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -print | sort | sed 's|^\./||' | xargs md5sum >DEBIAN/md5sums)
chmod 644 "$root/DEBIAN"/{control,conffiles,md5sums} "$root/$documents"/*
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz -z6 --threads-max=1 --build "$root" "$out/sessiongrains_${version}_$architecture.deb" >/dev/null
