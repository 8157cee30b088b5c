// What a program that registered itself may be called: something that can be seen, and not the name of this house.

/** Two at most on a letter: more of them draw over what stands above and below. */
const tooManyMarks = /\p{M}{3,}/u;
const shapeless = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** A cell without dots counts as a symbol, and is drawn as nothing. */
const visible = /[\p{L}\p{N}]/u;

/** Letters of other scripts that look like these (UTS 39), as far as one alone makes a name. */
const lookalikes: Readonly<Record<string, string>> = Object.fromEntries(
  ['аa', 'еe', 'оo', 'рp', 'сc', 'уy', 'хx', 'ѕs', 'іi', 'јj', 'һh', 'ԁd', 'тt', 'кk', 'мm', 'нh', 'вb']
    .concat(['αa', 'εe', 'οo', 'ρp', 'τt', 'υu', 'νv', 'ιi', 'κk', 'ѵv', 'ԛq', 'ԝw', 'ɡg', 'ıi', 'гr', 'пn'])
    .map((pair) => [...pair] as [string, string]),
);

/** Why a name is refused; undefined: it may be shown. */
export function findNameProblem(name: string, brandName: string): string | undefined {
  if (shapeless.test(name) || tooManyMarks.test(name.normalize('NFD')) || !visible.test(name)) {
    return 'must be one line of letters that can be seen';
  }
  return foldName(name) === foldName(brandName) ? 'is the name of this service' : undefined;
}

/** Equal for what looks alike: case, width, marks, spaces and the commonest letters of other scripts. */
function foldName(name: string): string {
  const plain = name.normalize('NFKC').toLowerCase().normalize('NFKD');
  const letters = [...plain].filter((letter) => visible.test(letter));
  return letters.map((letter) => lookalikes[letter] ?? letter).join('');
}
