# What the commands in this folder share. Read by them, not run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Everything that the commands make lies here and nowhere else.
state=$(realpath -m "${KOPIENA_STATE:-$root/.kopiena}")
# The program looks for the settings of the cluster in the same place.
export KOPIENA_STATE=$state
mkdir -p "$state/log"

# Packages of Debian 12: to build, to run, and to test as well.
packages_to_build=(libpq-dev libxlsxwriter-dev libssl-dev pkg-config)
packages_to_run=(
    postgresql postgresql-contrib python3-venv
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
)
packages_to_test=(chromium chromium-driver openjdk-17-jre-headless poppler-utils qpdf curl faketime)

step_number=0
steps_in_all=0
step_name=start

say() { printf '%s\n' "$*"; }

step() {
    step_number=$((step_number + 1))
    step_name=$1
    say "[$step_number/$steps_in_all] $1"
}

# fail WHAT WHAT-TO-DO
fail() {
    printf '\nStopped at "%s": %s\n%s\n' "$step_name" "$1" "${2:-}" >&2
    exit 1
}

# quietly LOG COMMAND...: keeps the output, and shows its end only if the command fails.
quietly() {
    local log=$state/log/$1.log
    shift
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        fail "$1 did not succeed" "The whole output is in $log. Mend what it names and run the command again."
    fi
}

is_root() { [ "$(id -u)" = 0 ]; }

# PostgreSQL refuses to run as root: root becomes the user postgres, anybody else stays who they are.
as_owner() {
    if is_root; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

install_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    say "      installing ${missing[*]}"
    local get=(env DEBIAN_FRONTEND=noninteractive apt-get)
    if is_root; then
        quietly packages "${get[@]}" update
        quietly packages "${get[@]}" install -y --no-install-recommends "${missing[@]}"
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo "${get[@]}" update >"$state/log/packages.log" 2>&1 || true
        sudo "${get[@]}" install -y --no-install-recommends "${missing[@]}" >>"$state/log/packages.log" 2>&1 ||
            fail "apt-get did not succeed" "See $state/log/packages.log"
    else
        fail "Debian packages are missing" "Run as root: apt-get update && apt-get install -y ${missing[*]}"
    fi
}

check_swift() {
    command -v swift >/dev/null || fail "no Swift toolchain found" "Install Swift 6.2 or later and put it in PATH."
    local version
    version=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9]+\.[0-9]+' | head -n 1)
    case $version in
        6.[01] | [0-5].*) fail "Swift $version is too old" "Install Swift 6.2 or later." ;;
    esac
}

# python_with FOLDER REQUIREMENTS: a private virtual environment with exactly the pinned packages.
python_with() {
    local folder=$state/$1 requirements=$2
    cmp -s "$requirements" "$folder/installed.txt" && [ -x "$folder/bin/python" ] && return
    say "      making $folder"
    rm -rf "$folder"
    quietly "$1" python3 -m venv "$folder"
    quietly "$1" "$folder/bin/python" -m pip install --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$folder/installed.txt"
}

# Says whether the sources are other than those the release was built from.
sources_now() {
    (cd "$root" && find Sources Package.swift deploy/parts.sh -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)
}

# A program that was built elsewhere is taken as it is.
kopiena=${KOPIENA_PROGRAM:-$root/.build/release/kopiena}

# The program with Swift's libraries inside it: a tenth faster than with shared ones, and it runs where no Swift is installed.
build_release() {
    swift build -c release --static-swift-stdlib --product kopiena ||
        fail "the build did not succeed" "The messages above say why."
}
