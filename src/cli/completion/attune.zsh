#compdef attune
# attune: completion for zsh, made by 'attune help --completion zsh'.
_attune_words() { compadd -- "$@" }
_attune_offer() {
  local -a found
  found=(${(f)"$(attune help --offer $1 -- ${words[2,-1]} 2>/dev/null)"})
  compadd -a found
}
_attune_files() { _files ${1:+-/} }
_attune_operand() {
  local each
  for each in ${(f)"$(attune help --offer operand -- \
    "${(@)words[1,CURRENT-1]}" 2>/dev/null)"}; do
    case $each in
    FILE) _attune_files ;;
    FOLDER) _attune_files -d ;;
    *) compadd -- $each ;;
    esac
  done
}
_attune() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
@commands@
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
@options@
  esac
}
_attune "$@"
