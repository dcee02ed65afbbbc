export function InviteDialog(_: { onClose: () => void }) { return null; }
