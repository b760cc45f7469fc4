<?php
/* Unsubscribe page of @SHOP@, made by Pannier.
 *
 * Put this file on your web site, where it can be reached by https, and tell Pannier its address.
 * Whoever follows a link in one of your mails sees a button; pressing it, or the button of their
 * mail program, notes that they want no more mail. Pannier fetches these notes when it runs.
 *
 * The key below belongs to this page alone. With it links are checked, so that nobody can make one
 * up. Nothing about your customers is kept here: a note is a word that only Pannier can read.
 */
declare(strict_types=1);

const KEY = '@KEY@';
const NOTES = __DIR__ . '/.pannier-notes-@FILE@.php';
/* Whoever opens the notes in a browser sees nothing. */
const GUARD = "<?php exit; ?>\n";

header('Cache-Control: no-store');
header('Referrer-Policy: no-referrer');
header('X-Robots-Tag: noindex');

function base32(string $bytes): string
{
    $letters = 'abcdefghijklmnopqrstuvwxyz234567';
    $bits = '';
    foreach (str_split($bytes) as $byte) {
        $bits .= str_pad(decbin(ord($byte)), 8, '0', STR_PAD_LEFT);
    }
    $word = '';
    foreach (str_split($bits, 5) as $five) {
        $word .= $letters[bindec(str_pad($five, 5, '0'))];
    }
    return $word;
}

function sign(string $text): string
{
    return hash_hmac('sha256', $text, hex2bin(KEY));
}

/* The second half of a true word follows from the first and the key. */
function is_true(string $word): bool
{
    if (!preg_match('/^[a-z2-7]{32}$/', $word)) {
        return false;
    }
    $proof = base32(substr(hash_hmac('sha256', substr($word, 0, 16), hex2bin(KEY), true), 0, 10));
    return hash_equals($proof, substr($word, 16));
}

/* Notes a word, once an hour at most: who agreed anew since can say it again. */
function note(string $word): bool
{
    $file = fopen(NOTES, 'c+');
    if ($file === false || !flock($file, LOCK_EX)) {
        return false;
    }
    $known = stream_get_contents($file);
    $done = true;
    if ($known === '') {
        $done = fwrite($file, GUARD) !== false;
    }
    $last = 0;
    if (preg_match_all('/^' . $word . ' (\d+)$/m', $known, $found)) {
        $last = (int) end($found[1]);
    }
    if (time() - $last > 3600) {
        $done = $done && fwrite($file, $word . ' ' . time() . "\n") !== false;
    }
    $done = fflush($file) && $done;
    flock($file, LOCK_UN);
    fclose($file);
    return $done;
}

function page(int $status, string $words, string $button = ''): void
{
    http_response_code($status);
    header('Content-Type: text/html; charset=utf-8');
    echo '<!doctype html><html lang="@LANG@"><meta charset="utf-8">'
        . '<meta name="viewport" content="width=device-width, initial-scale=1">'
        . '<meta name="robots" content="noindex"><title>@SHOP@</title>'
        . '<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:30rem;margin:4rem auto;'
        . 'padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}</style>'
        . '<main><h1>@SHOP@</h1><p>' . $words . '</p>' . $button . '</main></html>';
}

if (isset($_GET['pull'])) {
    $since = (string) $_GET['pull'];
    $at = (string) ($_GET['at'] ?? '');
    $signed = sign('pull ' . $since . ' ' . $at);
    header('Content-Type: text/plain; charset=utf-8');
    if (!ctype_digit($since) || !ctype_digit($at)
        || !hash_equals($signed, (string) ($_GET['sig'] ?? ''))) {
        http_response_code(403);
        exit("refused\n");
    }
    if (abs(time() - (int) $at) > 900) {
        http_response_code(403);
        exit('clock ' . time() . "\n");
    }
    $text = 'now ' . time() . "\n";
    if (is_file(NOTES)) {
        foreach (file(NOTES) as $line) {
            $parts = explode(' ', trim($line));
            if (count($parts) === 2 && strlen($parts[0]) === 32 && (int) $parts[1] >= (int) $since) {
                $text .= $parts[0] . ' ' . $parts[1] . "\n";
            }
        }
    }
    echo $text . 'sign ' . sign($at . "\n" . $text) . "\n";
    exit;
}

$word = strtolower((string) ($_GET['u'] ?? ''));
if (!is_true($word)) {
    page(404, '@BROKEN@');
} elseif ($_SERVER['REQUEST_METHOD'] === 'POST') {
    if (note($word)) {
        page(200, '@DONE@');
    } else {
        page(500, '@FAILED@');
    }
} else {
    /* Programs that check mails follow every link: looking changes nothing. */
    page(200, '@QUESTION@', '<form method="post" action="?u=' . $word . '"><button>@BUTTON@</button></form>');
}
