export function NewProjectDialog(_: { onClose: () => void }) { return null; }
