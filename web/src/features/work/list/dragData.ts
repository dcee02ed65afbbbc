// What a dragged row carries, and the small card that follows the pointer instead of the whole row.
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { pointerOutsideOfPreview } from '@atlaskit/pragmatic-drag-and-drop/element/pointer-outside-of-preview';

type SetImage = Parameters<typeof setCustomNativeDragPreview>[0]['nativeSetDragImage'];

export const rowData = (id: string): Record<string, unknown> => ({ taskId: id });

export const draggedId = (data: Record<string | symbol, unknown>): string | null =>
  typeof data.taskId === 'string' ? data.taskId : null;

/** How many are dragged stands on the table (`data-dragging`), because only it knows the selection. */
export function dragPreview(nativeSetDragImage: SetImage, row: HTMLElement): void {
  setCustomNativeDragPreview({
    nativeSetDragImage,
    getOffset: pointerOutsideOfPreview({ x: '12px', y: '8px' }),
    render: ({ container }) => {
      const card = document.createElement('div');
      const count = row.getAttribute('aria-selected') === 'true' ? row.parentElement?.querySelectorAll('[aria-selected="true"]').length : 1;
      card.className = 'popup max-w-72 truncate px-3 py-1.5 text-sm';
      card.textContent = (row.querySelector('[title]')?.textContent ?? '') + ((count ?? 1) > 1 ? ` +${(count ?? 1) - 1}` : '');
      container.append(card);
    },
  });
}
