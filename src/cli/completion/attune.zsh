#compdef attune
# attune: completion for zsh, made by 'attune help --completion zsh'.
_attune_words() { compadd -- "$@" }
_attune_offer() {
  local -a found
  found=(${(f)"$(attune help --offer $1 -- ${words[2,-1]} 2>/dev/null)"})
  compadd -a found
}
_attune_files() { _files ${1:+-/} }
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
@operands@
  esac
}
_attune "$@"
