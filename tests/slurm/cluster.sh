#!/bin/bash
# A Slurm cluster of two nodes on this machine, for a command:
#
#   cluster.sh FOLDER COMMAND...
#
# As root, in name spaces of its own: what it puts into /etc, and its daemons, end with it.  FOLDER gets its state
# and logs, and must be empty.  Wants Debian's slurm-wlm and munge.
set -eu
if [ "${F4S_IN_CLUSTER:-}" != yes ]; then
  F4S_IN_CLUSTER=yes exec unshare --mount --pid --fork --mount-proc --kill-child "$0" "$@"
fi
folder=$(realpath "$1")
shift
PATH=$PATH:/usr/sbin
mount --make-rprivate /

# The nodes' names, as a name server would know them.
{ cat /etc/hosts; echo "127.0.0.1 n1 n2"; } >"$folder/hosts"
mount --bind "$folder/hosts" /etc/hosts

mkdir -p "$folder"/{state,spool-n1,spool-n2,munge,etc}
dd if=/dev/urandom of="$folder/munge/key" bs=1024 count=1 status=none
chmod 700 "$folder/munge"
chmod 400 "$folder/munge/key"
munged --force --key-file "$folder/munge/key" --socket "$folder/munge/socket" --pid-file "$folder/munge/pid" \
  --log-file "$folder/munge/log" --seed-file "$folder/munge/seed"
cat >"$folder/etc/slurm.conf" <<END
ClusterName=f4s
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
SlurmctldPort=16817
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobRequeue=1
BatchStartTimeout=10
KillWait=5
SchedulerParameters=sched_interval=2
NodeName=n1 NodeAddr=127.0.0.1 NodeHostname=$(hostname) Port=17001 CPUs=2 RealMemory=1000
NodeName=n2 NodeAddr=127.0.0.1 NodeHostname=$(hostname) Port=17002 CPUs=2 RealMemory=1000
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4
END
export SLURM_CONF=$folder/etc/slurm.conf
slurmctld
slurmd -N n1
slurmd -N n2
IsUp() { [ "$(timeout 5 sinfo -h -o %T 2>/dev/null)" = idle ]; }
for _ in {1..50}; do
  ! IsUp || break
  sleep 0.2
done
IsUp || { cat "$folder"/*.log >&2; exit 69; }
"$@"
