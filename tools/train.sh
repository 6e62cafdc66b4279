#!/bin/sh
# Makes the files of model/ from the corpora (docs/training.md): a stable leg of STEPS steps, a leg of DECAY minutes in which the rate
# falls, a last touch of the heads for signs, the smaller model in FAST minutes from the larger and its last touch, the exports; then, unless DATA=open or
# there is no PDNC, the weights by which speakers are told, which stand on the model's tags (src/speech/weights.c). Killed at any time,
# it goes on from its last checkpoint. MARROW_DATA names the data; DATA=open takes only sources that state an open licence.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
for module in torch numpy onnx xxhash; do
    "$python" -c "import $module" 2>/dev/null || {
        echo "Training needs the Python packages of training/requirements.txt ($module is not there): $python -m pip install -r training/requirements.txt" >&2
        exit 1
    }
done
"$python" -m training.train --steps "${STEPS:-12000}"
"$python" -m training.train --decay "${DECAY:-90}"
tools/build.sh "${BUILD:-build}" marrow_kept
MARROW_KEPT="${BUILD:-build}/marrow_kept"
export MARROW_KEPT
"$python" -m training.polish
"$python" -m training.export --checkpoint training/run/polished.pt
"$python" -m training.train --fast 6 --decay "${FAST:-60}" --teacher training/run/polished.pt
"$python" -m training.polish --checkpoint training/run/fast-finished.pt --teacher training/run/polished.pt --novels 300 --out training/run/fast-polished.pt
"$python" -m training.export --name fast --checkpoint training/run/fast-polished.pt
if [ "${DATA:-}" != open ] && [ -d "${MARROW_DATA:-../shared/data}/pdnc" ]; then # PDNC states no licence
    tools/build.sh "${BUILD:-build}" marrow_speakers
    "$python" -m training.speakers --program "${BUILD:-build}/marrow_speakers" --jobs "${JOBS:-2}"
fi
