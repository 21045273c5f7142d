export const value = 1; // ✗ useFilenamingConvention
