# Two hosts, as two network namespaces with a cable between them: weights of two ranks on one host.
#> same
#? stderr *
[[ $(id -u) == 0 ]] && command -v ip >/dev/null || { echo "skipped: hosts are made by root, with ip"; exit 77; }
a=f4s-a-$$ b=f4s-b-$$
trap 'ip netns del $a; ip netns del $b' EXIT
{ ip netns add $a && ip netns add $b; } 2>/dev/null || { echo "skipped: no network namespaces here"; exit 77; }
ip link add f4sa$$ netns $a type veth peer name f4sb$$ netns $b
for host in a b; do
  name=${!host} number=$([[ $host == a ]] && echo 1 || echo 2)
  ip -n $name addr add 10.111.0.$number/24 dev f4s$host$$; ip -n $name link set f4s$host$$ up; ip -n $name link set lo up
done
small_training >small.json
train() { f4s-train "$DATA/prepared" --modalities t1ce,flair --config small.json --device cpu --format none "$@"; }
export -f train
export WORLD_SIZE=2 LOCAL_RANK=0 MASTER_ADDR=10.111.0.1 MASTER_PORT=29500
RANK=0 ip netns exec $a bash -c 'train -o hosts' & RANK=1 ip netns exec $b bash -c 'train -o hosts'; wait
env -u WORLD_SIZE -u LOCAL_RANK -u MASTER_ADDR -u MASTER_PORT bash -c 'train -o one --ranks 2'
cmp hosts/model.safetensors one/model.safetensors && cmp hosts/last.safetensors one/last.safetensors && echo same
