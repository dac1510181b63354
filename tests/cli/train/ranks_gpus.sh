# A GPU that is not there, of two of a stand-in for CUDA: every rank ends with 69, and says how many there are.
#? exit 69
#? stderr f4s-train: --device cuda:3 not available: there are 2 GPUs, counted from 0 [[]device.cuda[]]*f4s-train: rank 1: --device cuda:3 not available: there are 2 GPUs, counted from 0 [[]device.cuda[]]
standin=$(dirname "$(command -v f4s-train)")/../standin
[[ -e $standin/there/libtorch_cuda.so && -e $standin/libcuda.so.1 ]] || { echo "skipped: the stand-in for CUDA is built with unit_device"; exit 77; }
torch=$(dirname "$(readlink -f "$standin/there/libtorch_cpu.so")")
export F4S_STANDIN_GPUS=2 LD_LIBRARY_PATH=$standin/there:$standin:$torch/../../nvidia/cu13/lib
f4s-train "$DATA/prepared" -o run --ranks 2 --modalities t1ce,flair --device cuda:3 --format none 2>errors
code=$?
LC_ALL=C sort errors >&2
exit $code
