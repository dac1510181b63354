# What an undefined distance counts as is in the record: shards that are put together have the means of the whole run, with and without
# geometry, in mm and in pixels.
#> true true
#> 0
python3 - <<'E'
import json
def nrrd(path, voxels):
    size = (10, 8, 4)
    with open(path, "wb") as file:
        file.write(("NRRD0004\ntype: uint8\ndimension: 3\nsizes: %d %d %d\nencoding: raw\nspace: left-posterior-superior\n"
                    "space directions: (0.7,0,0) (0,1.3,0) (0,0,3)\nspace origin: (0,0,0)\n\n" % size).encode() + bytes(voxels))
full = [0] * 320; full[100:104] = [1] * 4; full[110] = 4
less = [0] * 320; less[101:105] = [1] * 4
records = []
for i, prediction in enumerate((full, less, less)):
    nrrd(f"l{i}.nrrd", full); nrrd(f"p{i}.nrrd", prediction)
    records.append({"schema": "f4s.case/1", "id": f"c{i}", "label": f"l{i}.nrrd", "prediction": f"p{i}.nrrd"})
open("plain.ndjson", "w").write("".join(json.dumps(one) + "\n" for one in records))
for one in records: one["geometry"] = {"size": [10, 8, 4], "spacing_mm": [0.7, 1.3, 3]}
open("placed.ndjson", "w").write("".join(json.dumps(one) + "\n" for one in records))
E
figures() { f4s-metrics --table "all=$1" "parts=$2" --columns hd95.ET.mean_penalised,hd95.ET.mean_reference --format tsv | tail -n 2 | cut -f 2-; }
same() { # RECORDS FLAGS...
  f4s-metrics "$@" --regions 'WT=1,4 ET=4' --empty null >whole.ndjson; for k in 1 2; do f4s-metrics "$@" --regions 'WT=1,4 ET=4' --empty null --shard $k/2; done >shards.ndjson
  figures whole.ndjson shards.ndjson >two; [[ $(sort -u two | wc -l) = 1 && $(tr -d '\t \n' <two) ]] && echo true
}
echo "$(same plain.ndjson) $(same placed.ndjson --seg-convention transunet)"
f4s-metrics placed.ndjson --seg-convention transunet --regions 'WT=1,4 ET=4' --empty null --baseline shards.ndjson --format none; echo $?
