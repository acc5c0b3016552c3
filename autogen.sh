#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# autogen.sh [--install] [--ci] [CONFIGURE-ARGUMENT...]: makes configure and
# runs it in the current folder, which may be another than the source tree.
# autogen.sh --needed: prints which Debian packages are needed, and what for.
#
#   --install  first finds what is missing and installs it: Debian packages,
#              as root or through sudo; elsewhere it names what to install
#   --ci       with --install: also what the full check of .ci/run needs
set -eu

source_folder=$(cd "$(dirname "$0")" && pwd)

# Package and what it is for; what begins with 'ci:' only .ci/run needs.
needed() {
    cat <<'END'
gcc            the compiler
libc6-dev      the C library's headers
make           the build
autoconf       the build
automake       the build
pkg-config     finding the libraries
libxml2-dev    reading instruments and report templates
libcairo2-dev  drawing PDF pages
libpango1.0-dev  setting text on them
libqpdf-dev    what cairo leaves out of a PDF
libsodium-dev  digests, the casebook
libgsl-dev     distributions for norms and change
libncurses-dev  filling in on the full screen
libjansson-dev  reading surveys of Qualtrics (optional)
libreadstat-dev  reading and writing .sav files of SPSS (optional)
libfontconfig-dev  finding fonts, and what to keep readable for them
libseccomp-dev  confining commands that read files of others (optional)
libzip-dev     reading .xlsx workbooks (optional)
fonts-inter    the reports' typeface
fonts-noto-core  every other script in reports
libcmocka-dev  make check: the unit tests
locales        make check: every test in three locales
poppler-utils  make check: reading PDF files back
qpdf           make check: the form of PDF files
python3-nacl   make check: another reader of the casebook
tmux           make check: driving the terminal
fish           ci: completions, tried in the shell itself
zsh            ci: completions, tried in the shell itself
clang          ci: the second compiler
libclang-rt-dev  ci: its sanitizers and its fuzzer
valgrind       ci: memory checks of the unit tests
libc6-dbg      ci: what valgrind needs to know of the C library
END
}

missing() {
    needed | while read -r package reason; do
        case $reason in
        ci:*) [ "$ci" = yes ] || continue ;;
        esac
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" \
            2>/dev/null) || state=
        [ "$state" = installed ] || printf '%s  %s\n' "$package" "$reason"
    done
}

install_missing() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null
    then
        echo "autogen.sh: this is not a Debian system; install what" \
            "provides these Debian packages, then run autogen.sh alone:" >&2
        needed | sed 's/^/    /' >&2
        exit 1
    fi
    list=$(missing)
    if [ -z "$list" ]; then
        echo "autogen.sh: every package is installed"
        return
    fi
    echo "autogen.sh: missing, to be installed now:"
    echo "$list" | sed 's/^/    /'
    packages=$(echo "$list" | sed 's/ .*//')
    as_root=
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "autogen.sh: run this as root:" \
                apt-get install $packages >&2
            exit 1
        fi
        as_root=sudo
    fi
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
        --no-install-recommends $packages
}

install=no
ci=no
while [ $# -gt 0 ]; do
    case $1 in
    --install) install=yes ;;
    --ci) ci=yes ;;
    --needed)
        needed
        exit 0
        ;;
    -h | --help)
        sed -n 's/^# \{0,1\}//; 3,9p' "$0"
        exit 0
        ;;
    *) break ;;
    esac
    shift
done

if [ $install = yes ]; then
    install_missing </dev/null
fi
if ! command -v autoreconf >/dev/null; then
    echo "autogen.sh: autoconf is missing; './autogen.sh --install'" \
        "installs what is needed" >&2
    exit 1
fi
autoreconf -fi "$source_folder"
exec "$source_folder/configure" "$@"
