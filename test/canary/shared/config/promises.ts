const later = async (): Promise<number> => 1;

export const forgotten = (): void => {
  later(); // ✗ noFloatingPromises
};

export const misused = (): string => {
  if (later()) return 'always'; // ✗ noMisusedPromises
  return 'never';
};
