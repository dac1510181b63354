# SIGTERM while records are awaited on stdin: 75 and interrupted, also where some have come: what came is not taken for all.
#> f4s-train 75 interrupted
#> f4s-train 75 interrupted
#> f4s-pretrain 75 interrupted
#> f4s-report 75 interrupted
#? stderr *
mkfifo pipe
for words in 'f4s-train 0' 'f4s-train 30' 'f4s-pretrain 30' 'f4s-report 30'; do
  read -r program lines <<<"$words"
  [ "$program" = f4s-report ] && to='-o page.html' || to='-o run --modalities t1ce,flair'
  rm -rf run
  # shellcheck disable=SC2086
  "$program" - $to <pipe >out 2>err & pid=$!
  exec 3>pipe
  head -n "$lines" "$DATA/prepared/cases.ndjson" >&3
  sleep 1.5
  kill -TERM $pid; wait $pid
  echo "$program $? $(grep -o interrupted err)"
  exec 3>&-
done
