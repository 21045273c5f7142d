/** Reports a text the first time, and then with each tenfold of its repetitions. */
export const createRepeated = (report: (text: string) => void): ((text: string) => void) => {
  const counts = new Map<string, number>();
  return (text) => {
    const count = (counts.get(text) ?? 0) + 1;
    counts.set(text, count);
    if (count === 1) report(text);
    else if (Number.isInteger(Math.log10(count))) report(`${text} (${count} times)`);
  };
};
