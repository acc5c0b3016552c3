# attune: completion for bash, made by 'attune help --completion bash'.
_attune_words() {
  local each
  for each; do
    [[ $each != "$word"* ]] || COMPREPLY+=("$(printf %q "$each")")
  done
}
_attune_offer() {
  local found
  mapfile -t found < <(
    attune help --offer "$1" -- "${COMP_WORDS[@]:2}" 2>/dev/null)
  _attune_words "${found[@]}"
}
_attune_files() {
  local found
  compopt -o filenames 2>/dev/null
  mapfile -t found < <(compgen "${1:--f}" -- "$word")
  COMPREPLY+=("${found[@]}")
}
_attune_operand() {
  local found each
  mapfile -t found < <(attune help --offer operand -- \
    "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
  for each in "${found[@]}"; do
    case $each in
    FILE) _attune_files ;;
    FOLDER) _attune_files -d ;;
    *) _attune_words "$each" ;;
    esac
  done
}
_attune() {
  local word=${COMP_WORDS[COMP_CWORD]}
  local before=${COMP_WORDS[COMP_CWORD-1]}
  local command=${COMP_WORDS[1]} options=
  COMPREPLY=()
  [[ $word != = ]] || word=
  [[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD-2]}
  if [ "$COMP_CWORD" = 1 ]; then
@commands@
    return
  fi
  case $command:$before in
@values@
  esac
  case $command:$word in
@options@
    *) _attune_operand ;;
  esac
}
complete -F _attune attune
