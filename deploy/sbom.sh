#!/bin/sh
# sbom.sh PROJECT VERSION FOLDER: writes FOLDER/sbom.cdx.json, the packages in the built PROJECT, each with version, licence and hash, in CycloneDX.
# Reads what the last restore left and asks nobody. The tool: dotnet tool install CycloneDX --version 6.3.1 --tool-path FOLDER, and that folder in the PATH.
set -eu
cd "$(dirname "$0")/.."

# What Directory.Build.props leaves out of the program.
left_out=$(sed -n 's/.*Include="\([^"]*\)" ExcludeAssets="all".*/\1/p' Directory.Build.props | paste -s -d , -)

# Without a serial number, which would differ each time.
exec dotnet-CycloneDX "$1" --framework net10.0 --disable-package-restore --exclude-dev --exclude-filter "$left_out" --base-intermediate-output-path artifacts \
    --no-serial-number --set-name SessionGrains --set-version "$2" --output-format Json --output "$3" --filename sbom.cdx.json
