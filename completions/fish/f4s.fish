# Made by f4s --print-completion fish; do not edit.
complete -c f4s -n __fish_use_subcommand -f -a 'info models doctor'
complete -c f4s -l format -x -a 'text ndjson' -d 'text for people, or a JSON object in a line for each answer'
complete -c f4s -l help -s h -d 'show this help'
complete -c f4s -l help-all -d 'show it with every option'
complete -c f4s -l version -d 'show the version'
complete -c f4s -l usage-json -d 'show the interface as JSON'
