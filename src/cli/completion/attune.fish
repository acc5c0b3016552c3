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
@commands@
@operands@
