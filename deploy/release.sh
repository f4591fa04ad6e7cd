#!/usr/bin/env bash
# Builds everything that is released, from a clean checkout: deploy/release.sh --help
set -euo pipefail

usage() {
  cat <<'TEXT'
Builds everything that is released from a clean checkout of a tag.

Usage: deploy/release.sh [--out FOLDER] [TAG]
       deploy/release.sh [--out FOLDER] --commit COMMIT    a trial of any commit, whose version ends in -dev

  TAG             v and the version in Directory.Build.props, such as v0.1.0; if left out, the tag of HEAD
  --out FOLDER    where to; artifacts/release if left out. What is there is replaced
  --help

It leaves the .NET tool, the single files and the Debian packages for x64 and arm64, the bill of materials (CycloneDX) and SHA256SUMS.
It needs git, the .NET 10 SDK, python3, dpkg-deb, xz and the packages from nuget.org.
TEXT
}

refuse() {
  echo "Cannot release: $1" >&2
  exit 1
}

step() { printf '%4d s  %s\n' "$SECONDS" "$1"; }

out='' commit='' tag=''
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --out) out=${2:?--out needs a folder}; shift 2 ;;
    --commit) commit=${2:?--commit needs a commit}; shift 2 ;;
    -*) refuse "the option '$1' is unknown: see --help." ;;
    *) [ -z "$tag" ] || refuse "'$tag' and '$1' are both given: name one tag."; tag=$1; shift ;;
  esac
done
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
mkdir -p "${out:=$root/artifacts/release}"
out=$(cd "$out" && pwd)

for program in git dotnet python3 dpkg-deb xz; do
  command -v "$program" >/dev/null || refuse "there is no $program."
done
[ -z "$commit" ] || [ -z "$tag" ] || refuse "a tag and --commit are both given: leave one of them out."
[ -z "$(git status --porcelain)" ] || refuse "the working tree has changes that are not committed (git status)."
if [ -n "$commit" ]; then
  hash=$(git rev-parse --verify --quiet "$commit^{commit}") || refuse "there is no commit '$commit'."
else
  [ -n "$tag" ] || tag=$(git describe --tags --exact-match HEAD 2>/dev/null) || refuse "HEAD has no tag: name one, or try this commit with --commit HEAD."
  hash=$(git rev-parse --verify --quiet "refs/tags/$tag^{commit}") || refuse "there is no tag '$tag'."
fi
version=$(git show "$hash:Directory.Build.props" | sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p')
[ -n "$commit" ] || [ "$tag" = "v$version" ] || refuse "the tag is $tag and Directory.Build.props says $version: they must be v$version and $version."

suffix='' debian=$version
[ -z "$commit" ] || { suffix=dev; debian="$version~dev"; version="$version-dev"; }
SOURCE_DATE_EPOCH=$(git show -s --format=%ct "$hash")
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 GIT_CONFIG_GLOBAL=/dev/null
umask 022

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readonly source=$work/source made=$work/made
mkdir "$made"
step "SessionGrains $version from $hash"
git clone --quiet --no-checkout "$root" "$source"
# Where it was cloned from would be written into assemblies and packages.
git -C "$source" remote remove origin
git -C "$source" checkout --quiet --detach "$hash"
cd "$source"

# Paths are written as /_/..., wherever the checkout is; packages are those of the lock files. No symbols: they have a hash of the generated log methods, whose generator orders
# classes anew in each run.
readonly build=(src/Api --configuration Release -p:DebugType=none -p:ContinuousIntegrationBuild=true -p:RestoreLockedMode=true "-p:VersionSuffix=$suffix" --verbosity quiet -nologo)

for system in linux-x64 linux-arm64; do
  step "single file for $system"
  name=sessiongrains-$version-$system
  dotnet publish "${build[@]}" --runtime "$system" -p:Form=SingleFile --output "$work/$system"
  mkdir "$work/$name"
  cp "$work/$system/SessionGrains.Api" "$work/$name/sessiongrains"
  cp LICENSE deploy/systemd/sessiongrains.service deploy/systemd/sessiongrains.env "$work/$name"
  chmod 755 "$work/$name/sessiongrains"
  tar --create --directory "$work" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw,a-s --format=ustar "$name" \
    | gzip --no-name -9 >"$made/$name.tar.gz"
done

step "Debian packages"
deploy/deb/build.sh "$debian" amd64 "$work/linux-x64/SessionGrains.Api" "$made"
deploy/deb/build.sh "$debian" arm64 "$work/linux-arm64/SessionGrains.Api" "$made"

step ".NET tool"
dotnet pack "${build[@]}" -p:Form=Tool --output "$made"
[ -f "$made/SessionGrains.$version.nupkg" ] || refuse "dotnet pack made no SessionGrains.$version.nupkg."
python3 deploy/release/reproducible.py "$made/SessionGrains.$version.nupkg"

step "bill of materials"
dotnet tool restore --verbosity quiet
readonly bill=sessiongrains-$version.cdx.json
dotnet dotnet-CycloneDX src/Api/SessionGrains.Api.csproj --base-intermediate-output-path "$source/artifacts" --disable-package-restore --exclude-dev \
  --output "$made" --filename "$bill" --output-format Json --set-name SessionGrains --set-version "$version" --set-type Application --no-serial-number >"$work/bill.log" \
  || { cat "$work/bill.log"; refuse "CycloneDX made no bill of materials."; }
python3 deploy/release/reproducible.py "$made/$bill"

(cd "$made" && sha256sum -- * >SHA256SUMS)
find "$out" -mindepth 1 -maxdepth 1 -type f -delete
cp "$made"/* "$out"
step "done: $out"
cat "$out/SHA256SUMS"
