const names = ['Ada', 'Ben', 'Cyd', 'Dan', 'Eve', 'Fay', 'Gus', 'Hal', 'Zoë'];
const roles = [['user'], ['user', 'editor'], ['user', 'admin'], ['guest']];

/** Each spoils a line in its own way. */
const mistakes: ((line: string) => string)[] = [
  (line) => line.slice(0, -2),
  (line) => line.replace('@', ' at '),
  (line) => line.replace('"name"', '"nmae"'),
];

/** A file of made-up users, one a line, in which about one line in a hundred is wrong. */
export function sampleFile(users: number): File {
  const lines = Array.from({ length: users }, (_, index) => {
    const name = names[index % names.length]!;
    const id = `sample-${index + 1}`;
    const line = JSON.stringify({
      id,
      name: `${name} ${index + 1}`,
      email: `${id}@example.com`,
      roles: roles[index % roles.length],
    });
    const mistake =
      index % 97 === 41 ? mistakes[Math.floor(index / 97) % mistakes.length] : undefined;
    return mistake ? mistake(line) : line;
  });
  return new File([lines.join('\n'), '\n'], `sample-${users}.ndjson`);
}
