/**
 * Shows a native dialog for as long as it is in the page: the rest of the window is inert meanwhile,
 * and the focus goes back to what had it. For `{@attach modal}`.
 */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    // A dialog that is already out of the page does not give the focus back by itself.
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
