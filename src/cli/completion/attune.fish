# attune: completion for fish, made by 'attune help --completion fish'.
function _attune_words; printf '%s\n' $argv; end
function _attune_offer
  set -l typed (commandline -opc)
  attune help --offer $argv[1] -- $typed[3..] 2>/dev/null
end
function _attune_files
  if set -q argv[1]
    __fish_complete_directories (commandline -ct)
  else
    __fish_complete_path (commandline -ct)
  end
end
function _attune_operand
  set -l typed (commandline -opc)
  for each in (attune help --offer operand -- $typed[2..] 2>/dev/null)
    switch $each
    case FILE; _attune_files
    case FOLDER; _attune_files -d
    case '*'; echo $each
    end
  end
end
complete -c attune -n 'not __fish_use_subcommand' -f -a '(_attune_operand)'
@commands@
@options@
