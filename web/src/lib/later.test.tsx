import { render, screen } from '@testing-library/react';
import { Component, type ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { later } from './later';

const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>;

class Boundary extends Component<{ children: ReactNode }> {
  override state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });
  override render() {
    return this.state.failed ? <p>Not there</p> : this.props.children;
  }
}

describe('a part that is loaded later', () => {
  it('is there once it has come, and the next time at once', async () => {
    const load = vi.fn(() => Promise.resolve(Greeting));
    const Later = later(load);
    const { unmount } = render(<Later name="Ada" />);
    expect(screen.queryByText('Hello Ada')).toBeNull();
    expect(await screen.findByText('Hello Ada')).toBeTruthy();
    unmount();
    render(<Later name="Grace" />);
    expect(screen.getByText('Hello Grace')).toBeTruthy();
    expect(load).toHaveBeenCalledOnce();
  });

  it('fails where it is shown, and is asked for again the next time', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const load = vi.fn(() => Promise.resolve(Greeting)).mockRejectedValueOnce(new Error('offline'));
    const Later = later(load);
    const { unmount } = render(
      <Boundary>
        <Later name="Ada" />
      </Boundary>,
    );
    expect(await screen.findByText('Not there')).toBeTruthy();
    unmount();
    render(<Later name="Ada" />);
    expect(await screen.findByText('Hello Ada')).toBeTruthy();
    vi.restoreAllMocks();
  });
});
