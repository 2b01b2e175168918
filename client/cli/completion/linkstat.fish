# fish completion for linkstat: the program itself knows what can follow.
function __linkstat_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    for line in ($program __complete $words "$current" 2>/dev/null)
        if test "$line" = files
            # The files that complete a word of a command without completions.
            complete -C "'' $current"
        else
            echo $line
        end
    end
end
complete -c linkstat -f -a '(__linkstat_complete)'
