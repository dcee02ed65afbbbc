/** What is wrong, below the control it is about. */
export const Fault = ({ text }: { text: string }) => (
  <p role="alert" className="mt-1 text-sm text-danger">
    {text}
  </p>
);
