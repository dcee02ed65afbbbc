import { useRef, type ReactElement, cloneElement } from 'react';

interface PickFilesProps {
  label: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  /** The button that opens the chooser of the system. */
  children: ReactElement<{ onClick?: () => void }>;
}

/** A button with the hidden field that chooses files. */
export function PickFiles({ label, multiple = true, onFiles, children }: PickFilesProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple={multiple}
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      {cloneElement(children, { onClick: () => field.current?.click() })}
    </>
  );
}
