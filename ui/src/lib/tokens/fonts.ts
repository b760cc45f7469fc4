// Bundled, never fetched. Inter with its optical size axis: large figures are drawn for large sizes.
import '@fontsource-variable/inter/opsz.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
