#!/usr/bin/env bash
# Tries the Debian package of artifacts/release on a bare Debian that systemd has booted: bash deploy/try/deb.sh
# shellcheck source=bare-root
source "$(dirname "${BASH_SOURCE[0]}")/bare-root"

readonly package=$(released 'sessiongrains_*_amd64.deb') data=/var/lib/private/sessiongrains/data
readonly key=$data/operator.key

# newer SUFFIX FILE: the package with a higher version.
newer() {
  dpkg-deb --raw-extract "$package" "$room/newer"
  sed -i "s/^Version: .*/&$1/" "$room/newer/DEBIAN/control"
  dpkg-deb --root-owner-group -Zgzip -z1 --build "$room/newer" "$2" >/dev/null
  rm -r "$room/newer"
}

boot() {
  start_container --boot
  until [[ $(inside systemctl is-system-running 2>/dev/null) =~ ^(running|degraded)$ ]]; do
    kill -0 "$container" 2>/dev/null || fail "the container ended."
    sleep 0.2
  done
}

install_package() { inside dpkg --install "/$1" >"$room/dpkg.log" 2>&1 || fail "dpkg could not install $1."; }
main_process() { inside systemctl show --property MainPID --value sessiongrains; }
logged() { inside journalctl --unit sessiongrains --no-pager >"$room/journal.log" 2>&1 || true; }
trap 'logged; fail "line $LINENO"' ERR

make_root libssl3,systemd,systemd-sysv
cp "$package" "$root/first.deb"
newer +1 "$root/second.deb"
boot

from=$(now)
install_package first.deb
first_session 120
seconds=$(since "$from")
requests "$key"
sleep 5
inside systemctl is-enabled --quiet sessiongrains || fail "the service does not start with the machine."
line=$(figures 'Debian package' "$package" "$seconds" "$root/usr/lib/sessiongrains" "$root/usr/share/doc/sessiongrains" "$root/usr/lib/systemd/system/sessiongrains.service" "$root/var/cache/private/sessiongrains")

before=$(main_process)
install_package second.deb
still_there "$key"
[ "$(main_process)" != "$before" ] || fail "the upgrade did not restart the service."
say "upgraded while it ran: the session is still there"

inside dpkg --remove sessiongrains >"$room/dpkg.log" 2>&1 || fail "it could not be removed."
[ -z "$(inside sh -c 'cat /proc/[0-9]*/comm' | grep -x sessiongrains)" ] || fail "it runs although it was removed."
[ -s "$root$data/sessions.db" ] || fail "removal deleted the data."
install_package second.deb
still_there "$key"
say "removed and installed again: the session is still there"

inside dpkg --purge sessiongrains >"$room/dpkg.log" 2>&1 || fail "it could not be purged."
[ -s "$root$data/sessions.db" ] || fail "purging deleted the data."
grep -q "left in ${data%/data}" "$room/dpkg.log" || fail "purging did not say where the data is."
[ ! -e "$root/etc/sessiongrains/sessiongrains.env" ] || fail "purging left its settings."
stop_container

# In a container without systemd, as when an image is built.
chroot "$root" dpkg --install /first.deb >"$room/dpkg.log" 2>&1 || fail "without systemd running it could not be installed."
once sessiongrains --version && grep -qE '^[0-9]+\.[0-9]+\.[0-9]+' "$room/once.log" || fail "it does not run."
boot
still_there "$key"
stop_container
chroot "$root" dpkg --purge sessiongrains >"$room/dpkg.log" 2>&1 || fail "without systemd running it could not be purged."
say "installed without systemd running, and started by the next boot"

echo "$line"
