export function ImportDialog(_: { run: string | undefined; onRun: (id: string | undefined) => void; onClose: () => void }) { return null; }
