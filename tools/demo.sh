#!/bin/sh
# Reads the example story, prints what was found and says where the files are: demo.sh BUILD
set -eu
cd "$(dirname "$0")/.."
marrow=$1/marrow
out=$1/demo
story=$out/the-lamp-room.marrow
mkdir -p "$out"

say() {
    echo
    echo "\$ $*"
    "$@"
}

say "$marrow" read examples/the-lamp-room.txt -o "$story" --force
say "$marrow" show "$story" summary
say "$marrow" show "$story" people
say "$marrow" show "$story" quotes
say "$marrow" export "$story" --format booknlp -o "$out/booknlp"
say "$marrow" export "$story" --format json -o "$out/the-lamp-room.json"
echo
echo "The story:      examples/the-lamp-room.txt"
echo "Its story file: $story"
echo "Exports:        $out/the-lamp-room.json, $out/booknlp/"
echo "Your own book:  $marrow BOOK.epub"
