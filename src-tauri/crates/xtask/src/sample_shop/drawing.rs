//! What the pictures show: each shape is a few flat layers on a field of 400 by 400.
//!
//! A layer is an outline in the words of SVG paths (`M L C Q Z`, absolute), with two more: `E cx cy
//! rx ry` for an ellipse and `R x y width height radius` for a rectangle with round corners.

use Ink::{Dark, Deep, First, Light, Pale, Second, White};
use Layer::{Fill, Line};

/// Which of the product's colours a layer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// The first colour.
    First,
    /// The second colour.
    Second,
    /// The first colour, darker.
    Dark,
    /// The second colour, darker.
    Deep,
    /// The first colour, lighter.
    Light,
    /// The second colour, much lighter.
    Pale,
    White,
}

/// One step of a drawing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Layer {
    Fill(Ink, &'static str),
    /// A line of that width.
    Line(Ink, u8, &'static str),
}

macro_rules! shapes {
    ($($name:ident: [$($layer:expr),+ $(,)?],)+) => {
        /// A thing to draw.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Shape { $($name),+ }

        impl Shape {
            /// Its layers, from back to front.
            pub(super) fn layers(self) -> &'static [Layer] {
                match self { $(Self::$name => const { &[$($layer),+] }),+ }
            }

            /// The shape of that name.
            pub(super) fn named(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

shapes! {
    Throw: [
        Fill(Dark, "M 96 96 C 150 78 262 84 308 98 L 322 292 C 262 306 150 308 84 290 Z"),
        Fill(First, "M 96 96 C 150 78 262 84 308 98 L 312 232 C 250 262 170 216 88 244 Z"),
        Line(Second, 7, "M 95 122 C 150 104 262 110 310 124"),
        Line(Second, 4, "M 94 142 C 150 124 262 130 311 144"),
        Line(Light, 3, "M 150 98 C 146 150 150 190 144 228"),
        Line(Light, 3, "M 250 98 C 254 150 250 200 256 242"),
        Line(Second, 4, "M 92 292 L 90 314 M 116 297 L 115 319 M 140 300 L 139 322 M 164 302 L 164 324 M 188 303 L 188 325 M 212 303 L 212 325 M 236 302 L 237 324 M 260 300 L 262 322 M 284 297 L 286 319 M 310 293 L 313 314"),
    ],
    Folded: [
        Fill(Dark, "R 84 232 232 76 22"),
        Fill(First, "R 84 170 232 76 22"),
        Fill(Light, "R 84 108 232 76 22"),
        Line(Second, 8, "M 130 108 L 130 308"),
        Line(Second, 4, "M 150 108 L 150 308"),
        Line(Dark, 3, "M 96 184 L 304 184 M 96 246 L 304 246"),
    ],
    Checked: [
        Fill(First, "R 86 92 228 220 14"),
        Fill(Light, "R 86 92 76 74 10"),
        Fill(Light, "R 238 92 76 74 10"),
        Fill(Light, "R 162 166 76 74 0"),
        Fill(Light, "R 86 240 76 72 10"),
        Fill(Light, "R 238 240 76 72 10"),
        Line(Second, 5, "M 124 92 L 124 312 M 200 92 L 200 312 M 276 92 L 276 312 M 86 130 L 314 130 M 86 203 L 314 203 M 86 276 L 314 276"),
    ],
    Cushion: [
        Fill(Dark, "M 90 104 C 160 124 240 124 310 104 C 296 170 298 240 314 306 C 240 290 160 290 86 306 C 102 240 104 170 90 104 Z"),
        Fill(First, "M 96 100 C 160 118 240 118 304 100 C 290 170 292 232 306 296 C 240 282 160 282 94 296 C 108 232 110 170 96 100 Z"),
        Line(Light, 5, "M 128 130 C 176 140 224 140 272 130"),
        Line(Second, 4, "M 126 266 C 176 254 226 254 274 266"),
        Fill(Second, "E 200 198 7 7"),
    ],
    StripedCushion: [
        Fill(First, "M 94 100 C 160 118 240 118 306 100 C 292 170 294 236 310 302 C 240 286 160 286 90 302 C 106 236 108 170 94 100 Z"),
        Line(Second, 13, "M 146 115 C 142 176 142 228 144 290"),
        Line(Second, 5, "M 168 119 C 166 176 166 228 166 288"),
        Line(Second, 13, "M 200 120 L 200 288"),
        Line(Second, 5, "M 232 119 C 234 176 234 228 234 288"),
        Line(Second, 13, "M 254 115 C 258 176 258 228 256 290"),
    ],
    Bolster: [
        Fill(First, "R 62 150 276 112 52"),
        Fill(Dark, "E 98 206 34 56"),
        Fill(Light, "E 98 206 22 40"),
        Line(Second, 9, "M 176 150 L 176 262 M 204 150 L 204 262"),
        Line(Second, 4, "M 190 150 L 190 262 M 300 160 L 300 252"),
    ],
    JarCandle: [
        Fill(Light, "R 118 148 164 174 22"),
        Fill(First, "R 118 192 164 130 22"),
        Fill(Second, "R 140 222 120 66 8"),
        Line(Dark, 4, "M 158 246 L 242 246 M 172 264 L 228 264"),
        Line(Dark, 5, "M 200 192 L 200 152"),
        Fill(Second, "M 200 84 C 226 118 226 152 200 154 C 174 152 174 118 200 84 Z"),
        Fill(White, "M 200 116 C 211 130 211 148 200 149 C 189 148 189 130 200 116 Z"),
    ],
    Snuffer: [
        Line(First, 9, "M 110 300 C 150 240 200 190 262 140"),
        Fill(Dark, "M 238 118 L 298 150 L 262 204 C 236 196 216 172 214 156 Z"),
        Fill(First, "M 238 118 L 298 150 L 286 168 C 262 164 238 150 226 136 Z"),
        Fill(Second, "E 106 306 19 19"),
        Fill(Pale, "E 106 306 9 9"),
    ],
    Tapers: [
        Fill(First, "M 150 318 L 154 128 L 178 128 L 182 318 Z"),
        Fill(Dark, "M 218 318 L 222 104 L 246 104 L 250 318 Z"),
        Line(Deep, 4, "M 166 128 L 166 108 M 234 104 L 234 84"),
        Fill(Second, "M 166 66 C 182 88 180 108 166 110 C 152 108 150 88 166 66 Z"),
        Fill(Second, "M 234 42 C 250 64 248 84 234 86 C 220 84 218 64 234 42 Z"),
        Fill(Second, "R 140 224 120 34 8"),
    ],
    TeaLight: [
        Fill(Dark, "M 96 214 L 304 214 L 284 310 C 240 322 160 322 116 310 Z"),
        Fill(First, "E 200 214 104 34"),
        Fill(Light, "E 200 212 86 25"),
        Line(Deep, 5, "M 200 212 L 200 178"),
        Fill(Second, "M 200 104 C 228 140 226 180 200 182 C 174 180 172 140 200 104 Z"),
        Fill(White, "M 200 140 C 211 156 211 174 200 176 C 189 174 189 156 200 140 Z"),
    ],
    Candlestick: [
        Fill(First, "M 124 318 C 126 292 170 292 188 286 L 188 210 L 212 210 L 212 286 C 230 292 274 292 276 318 Z"),
        Fill(Dark, "R 160 196 80 22 11"),
        Fill(Dark, "E 200 254 24 11"),
        Fill(Second, "R 184 92 32 108 6"),
        Line(Deep, 4, "M 200 92 L 200 76"),
        Fill(Light, "M 200 38 C 215 58 214 76 200 78 C 186 76 185 58 200 38 Z"),
    ],
    Pillar: [
        Fill(First, "R 132 138 136 182 12"),
        Fill(Light, "E 200 140 68 20"),
        Fill(Dark, "R 132 206 136 12 0"),
        Fill(Dark, "R 132 268 136 12 0"),
        Line(Second, 5, "M 200 138 L 200 110"),
        Fill(Second, "M 200 62 C 220 88 218 112 200 114 C 182 112 180 88 200 62 Z"),
    ],
    Vase: [
        Fill(First, "M 164 88 L 236 88 C 236 132 222 150 232 168 C 292 206 290 294 240 322 L 160 322 C 110 294 108 206 168 168 C 178 150 164 132 164 88 Z"),
        Fill(Dark, "M 222 150 C 222 164 228 166 232 168 C 292 206 290 294 240 322 L 206 322 C 250 290 250 208 222 150 Z"),
        Fill(Second, "M 124 232 C 168 220 232 220 276 232 C 279 244 279 256 277 266 C 232 254 168 254 123 266 C 121 256 121 244 124 232 Z"),
        Fill(Dark, "E 200 88 36 10"),
    ],
    BudVase: [
        Line(Deep, 5, "M 200 150 C 198 112 210 92 222 70"),
        Fill(Second, "E 226 64 20 20"),
        Fill(Deep, "E 226 64 8 8"),
        Fill(Second, "M 205 116 C 180 110 170 96 168 82 C 188 84 202 96 205 116 Z"),
        Fill(First, "M 184 146 L 216 146 L 218 206 C 268 224 268 306 222 320 L 178 320 C 132 306 132 224 182 206 Z"),
        Fill(Light, "M 152 262 C 152 244 164 232 178 226 C 170 250 170 284 180 304 C 162 298 152 282 152 262 Z"),
    ],
    Cylinder: [
        Fill(First, "R 138 96 124 226 16"),
        Fill(Second, "R 138 190 124 132 16"),
        Fill(Pale, "R 154 112 18 190 9"),
        Line(Dark, 5, "M 150 96 L 250 96"),
        Line(Dark, 4, "M 182 300 C 190 200 186 120 170 54 M 214 300 C 208 200 216 120 238 60"),
        Fill(Dark, "E 168 52 17 26"),
        Fill(Dark, "E 241 58 15 24"),
    ],
    Pot: [
        Fill(First, "M 118 184 L 282 184 L 258 318 L 142 318 Z"),
        Fill(Dark, "R 104 154 192 44 8"),
        Fill(Second, "M 200 156 C 150 140 142 92 154 66 C 188 82 204 118 200 156 Z"),
        Fill(Deep, "M 200 156 C 196 110 216 80 254 72 C 260 112 240 146 200 156 Z"),
        Fill(Light, "M 136 214 L 152 214 L 164 300 L 150 300 Z"),
    ],
    Planter: [
        Fill(Second, "M 196 172 C 128 160 110 106 118 72 C 164 84 198 122 196 172 Z"),
        Fill(Second, "M 204 172 C 208 112 240 76 288 68 C 292 118 262 164 204 172 Z"),
        Fill(Deep, "M 200 174 C 176 132 180 84 202 52 C 224 84 226 132 200 174 Z"),
        Fill(First, "M 106 168 L 294 168 C 294 250 272 304 246 320 L 154 320 C 128 304 106 250 106 168 Z"),
        Fill(Dark, "R 98 158 204 28 12"),
        Line(Second, 6, "M 114 226 C 168 240 232 240 286 226"),
    ],
    HangingPot: [
        Line(First, 5, "M 200 40 L 112 206 M 200 40 L 288 206 M 200 40 L 200 190"),
        Fill(First, "E 200 42 9 9"),
        Fill(Second, "M 150 204 C 118 150 140 128 156 118 C 176 146 176 180 172 204 Z"),
        Fill(Deep, "M 226 204 C 220 160 244 132 268 126 C 276 160 262 190 244 204 Z"),
        Fill(First, "M 104 200 L 296 200 C 292 268 254 302 200 302 C 146 302 108 268 104 200 Z"),
        Fill(Dark, "R 98 192 204 24 12"),
        Fill(Second, "M 268 214 C 300 240 296 282 282 306 C 262 282 256 246 268 214 Z"),
    ],
    WateringCan: [
        Line(Dark, 14, "M 236 168 C 300 120 338 190 262 268"),
        Line(First, 20, "M 150 262 C 112 240 104 190 74 150"),
        Fill(Dark, "M 52 160 L 92 128 L 102 140 L 62 174 Z"),
        Fill(First, "M 140 168 L 254 168 L 272 318 L 122 318 Z"),
        Fill(Second, "M 136 206 L 259 206 L 262 230 L 133 230 Z"),
        Fill(Dark, "E 197 168 57 13"),
    ],
    Flowers: [
        Line(Deep, 5, "M 190 322 C 180 240 150 180 124 130 M 200 322 C 200 240 196 160 196 96 M 210 322 C 220 240 250 180 280 134 M 194 322 C 184 250 160 210 152 188 M 206 322 C 216 260 240 220 248 200"),
        Fill(First, "E 120 122 26 30"),
        Fill(Light, "E 196 84 28 34"),
        Fill(First, "E 284 126 26 30"),
        Fill(Second, "E 150 182 20 22"),
        Fill(Second, "E 250 194 20 22"),
        Fill(Dark, "E 120 130 12 14"),
        Fill(Dark, "E 284 134 12 14"),
        Fill(Second, "M 168 252 L 232 252 L 240 292 L 160 292 Z"),
    ],
    Mug: [
        Line(Dark, 20, "M 254 180 C 318 172 322 264 252 266"),
        Fill(First, "M 110 140 L 262 140 L 258 288 C 256 310 244 320 226 320 L 146 320 C 128 320 116 310 114 288 Z"),
        Fill(Second, "M 111 178 L 261 178 L 260 214 L 112 214 Z"),
        Fill(Dark, "E 186 140 76 17"),
        Line(Pale, 6, "M 160 108 C 148 92 172 80 160 62 M 206 108 C 194 92 218 80 206 62"),
    ],
    Bowl: [
        Fill(First, "M 82 184 L 318 184 C 318 258 272 306 240 314 L 160 314 C 128 306 82 258 82 184 Z"),
        Fill(Dark, "E 200 184 118 32"),
        Fill(Second, "E 200 188 96 23"),
        Line(Light, 7, "M 104 240 C 160 262 240 262 296 240"),
    ],
    Plate: [
        Fill(Dark, "E 200 212 134 128"),
        Fill(First, "E 200 204 132 126"),
        Line(Second, 8, "E 200 204 116 110"),
        Fill(Light, "E 200 204 82 78"),
        Line(Second, 3, "E 200 204 82 78"),
    ],
    Teapot: [
        Line(Dark, 16, "M 268 186 C 338 168 336 276 262 280"),
        Fill(First, "M 132 248 C 96 240 90 200 66 178 L 92 168 C 112 182 116 206 146 206 Z"),
        Fill(First, "M 200 156 C 268 156 290 212 282 252 C 276 290 252 314 230 318 L 170 318 C 148 314 124 290 118 252 C 110 212 132 156 200 156 Z"),
        Fill(Second, "M 152 166 C 160 138 240 138 248 166 C 216 176 184 176 152 166 Z"),
        Fill(Dark, "E 200 132 15 14"),
        Line(Second, 6, "M 120 240 C 170 256 230 256 282 240"),
    ],
    Carafe: [
        Fill(Light, "M 168 74 L 232 74 C 232 140 226 160 246 186 C 282 226 276 300 246 322 L 154 322 C 124 300 118 226 154 186 C 174 160 168 140 168 74 Z"),
        Fill(Second, "M 134 224 C 176 212 224 232 266 224 C 276 262 268 306 246 322 L 154 322 C 132 306 124 262 134 224 Z"),
        Fill(White, "M 176 86 L 186 86 C 186 140 184 166 168 194 C 150 218 146 250 150 284 C 136 240 142 210 162 184 C 176 160 176 140 176 86 Z"),
        Fill(Second, "R 176 52 48 28 8"),
    ],
    Glasses: [
        Fill(Second, "M 80 166 L 168 166 L 158 320 L 90 320 Z"),
        Fill(First, "M 80 166 L 168 166 L 165 206 L 83 206 Z"),
        Fill(Deep, "M 232 166 L 320 166 L 310 320 L 242 320 Z"),
        Fill(First, "M 232 166 L 320 166 L 317 218 L 235 218 Z"),
        Fill(Second, "M 154 132 L 246 132 L 235 320 L 165 320 Z"),
        Fill(First, "M 154 132 L 246 132 L 243 186 L 157 186 Z"),
        Line(White, 6, "M 172 200 L 178 300"),
    ],
    Board: [
        Fill(Dark, "R 132 128 148 198 26"),
        Fill(First, "R 126 122 148 198 26"),
        Fill(First, "R 178 60 44 84 20"),
        Fill(Pale, "E 200 84 10 10"),
        Line(Dark, 3, "M 150 146 C 158 200 148 250 154 300 M 200 150 C 192 200 206 250 200 304 M 246 146 C 240 200 252 250 246 300"),
        Line(Second, 4, "M 174 146 C 182 210 170 250 176 300 M 224 148 C 216 200 230 260 222 302"),
    ],
    Towel: [
        Line(Deep, 12, "M 82 92 L 318 92"),
        Fill(Dark, "M 206 86 L 276 86 L 276 280 L 206 280 Z"),
        Fill(First, "M 116 86 L 232 86 L 232 318 L 116 318 Z"),
        Fill(Second, "M 116 258 L 232 258 L 232 270 L 116 270 Z"),
        Fill(Second, "M 116 280 L 232 280 L 232 298 L 116 298 Z"),
        Fill(Second, "M 232 240 L 276 240 L 276 256 L 232 256 Z"),
        Line(Light, 3, "M 146 92 L 146 250 M 202 92 L 202 250"),
    ],
    Apron: [
        Line(Second, 8, "M 164 126 C 160 48 240 48 236 126"),
        Line(Second, 8, "M 118 218 L 74 240 M 282 218 L 326 240"),
        Fill(First, "M 160 120 L 240 120 C 246 164 256 188 288 200 L 288 326 L 112 326 L 112 200 C 144 188 154 164 160 120 Z"),
        Fill(Dark, "R 152 236 96 62 10"),
        Line(Light, 3, "M 200 236 L 200 298 M 152 252 L 248 252"),
    ],
    Spoons: [
        Line(First, 13, "M 130 322 L 152 166"),
        Line(Dark, 13, "M 200 326 L 200 160"),
        Line(First, 13, "M 270 322 L 248 166"),
        Fill(First, "E 158 124 28 44"),
        Fill(Dark, "E 200 112 28 46"),
        Fill(Second, "E 246 124 28 44"),
        Fill(Second, "E 158 122 16 29"),
        Fill(First, "E 200 110 16 31"),
    ],
    Glove: [
        Fill(First, "M 138 316 L 138 176 C 138 72 256 72 256 166 C 276 132 318 152 300 190 C 288 222 264 232 256 248 L 256 316 Z"),
        Fill(Second, "R 128 268 138 56 12"),
        Line(Dark, 4, "M 160 250 L 234 176 M 160 206 L 210 156 M 190 256 L 244 206"),
        Line(Second, 7, "M 148 268 C 118 256 118 226 140 224"),
    ],
    Tin: [
        Fill(First, "R 124 128 152 194 14"),
        Fill(Dark, "R 116 96 168 44 10"),
        Fill(Second, "R 124 172 152 108 0"),
        Fill(Deep, "M 200 262 C 164 250 160 212 172 190 C 200 204 206 232 200 262 Z"),
        Fill(First, "M 200 262 C 200 228 214 206 238 200 C 242 230 226 254 200 262 Z"),
    ],
    Jar: [
        Fill(First, "R 122 138 156 184 28"),
        Fill(Dark, "R 132 92 136 50 12"),
        Fill(Second, "R 144 190 112 84 12"),
        Line(Deep, 5, "M 166 220 L 234 220 M 178 242 L 222 242"),
        Fill(Light, "R 134 160 14 130 7"),
    ],
    Bag: [
        Fill(First, "M 122 128 C 150 142 250 142 278 128 C 300 200 306 270 296 316 C 240 328 160 328 104 316 C 94 270 100 200 122 128 Z"),
        Fill(Dark, "M 128 76 C 160 92 240 92 272 76 C 262 104 262 112 270 128 C 240 140 160 140 130 128 C 138 112 138 104 128 76 Z"),
        Line(Second, 8, "M 124 130 C 160 144 240 144 276 130"),
        Line(Second, 6, "M 264 134 C 290 150 284 176 300 190"),
        Line(Second, 5, "M 200 182 L 200 284 M 200 210 L 176 194 M 200 210 L 224 194 M 200 236 L 172 218 M 200 236 L 228 218 M 200 262 L 174 244 M 200 262 L 226 244"),
    ],
    Lamp: [
        Fill(Second, "M 148 72 L 252 72 L 296 196 L 104 196 Z"),
        Fill(Deep, "M 232 72 L 252 72 L 296 196 L 254 196 Z"),
        Line(First, 9, "M 200 196 L 200 226"),
        Fill(First, "M 178 224 L 222 224 C 264 250 262 298 232 316 L 168 316 C 138 298 136 250 178 224 Z"),
        Fill(Dark, "R 144 308 112 16 8"),
        Fill(Light, "M 164 262 C 168 246 178 240 186 236 C 178 258 178 280 184 300 C 168 294 160 280 164 262 Z"),
    ],
    Pendant: [
        Line(Deep, 4, "M 200 30 L 200 108"),
        Fill(Second, "R 184 92 32 22 6"),
        Fill(Second, "E 200 214 116 108"),
        Fill(First, "E 192 208 104 98"),
        Line(Second, 4, "M 100 180 C 160 196 240 196 300 180 M 88 216 C 150 234 250 234 312 216 M 102 254 C 160 272 240 272 300 254 M 126 148 C 170 160 230 160 274 148 M 132 288 C 170 300 230 300 268 288"),
    ],
    DeskLamp: [
        Line(Dark, 9, "M 178 308 L 128 204 L 214 132"),
        Fill(Dark, "E 128 204 11 11"),
        Fill(Pale, "M 214 190 L 314 150 L 342 262 L 206 288 Z"),
        Fill(First, "M 196 120 C 216 84 272 92 292 128 L 318 152 L 212 202 C 196 176 188 146 196 120 Z"),
        Fill(Second, "E 266 178 24 17"),
        Fill(First, "R 122 302 112 20 10"),
    ],
    Lights: [
        Line(Deep, 5, "M 50 120 C 110 210 190 210 216 150 C 240 100 310 110 350 220"),
        Fill(First, "E 84 176 17 23"),
        Fill(Second, "E 128 208 17 23"),
        Fill(First, "E 176 206 17 23"),
        Fill(Second, "E 218 168 17 23"),
        Fill(First, "E 258 138 17 23"),
        Fill(Second, "E 304 158 17 23"),
        Fill(First, "E 340 218 17 23"),
        Fill(White, "E 84 180 6 9"),
        Fill(White, "E 176 210 6 9"),
        Fill(White, "E 258 142 6 9"),
    ],
    Shade: [
        Fill(First, "M 146 104 L 254 104 L 314 290 L 86 290 Z"),
        Fill(Second, "M 140 122 L 148 104 L 252 104 L 260 122 Z"),
        Fill(Second, "M 92 272 L 308 272 L 314 290 L 86 290 Z"),
        Line(Light, 4, "M 170 126 L 138 270 M 200 126 L 200 270 M 230 126 L 262 270"),
    ],
    Bulb: [
        Fill(Second, "M 200 70 C 268 70 302 130 276 184 C 258 220 240 230 238 256 L 162 256 C 160 230 142 220 124 184 C 98 130 132 70 200 70 Z"),
        Line(First, 6, "M 174 256 L 166 178 L 186 202 L 200 172 L 214 202 L 234 178 L 226 256"),
        Fill(Deep, "R 160 256 80 20 6"),
        Fill(First, "R 166 278 68 18 6"),
        Fill(Deep, "R 176 298 48 20 8"),
    ],
    Lantern: [
        Line(First, 8, "M 160 108 C 160 50 240 50 240 108"),
        Fill(First, "M 148 104 L 252 104 L 286 148 L 114 148 Z"),
        Fill(Pale, "R 132 148 136 146 0"),
        Fill(White, "R 178 226 44 68 4"),
        Fill(Second, "M 200 170 C 216 194 214 222 200 224 C 186 222 184 194 200 170 Z"),
        Line(First, 9, "M 132 148 L 132 294 M 268 148 L 268 294"),
        Fill(First, "R 110 292 180 30 8"),
    ],
    Moonlight: [
        Fill(First, "E 200 190 112 112"),
        Fill(Second, "M 214 96 C 152 104 122 158 136 212 C 150 262 204 288 254 268 C 192 258 160 184 214 96 Z"),
        Fill(White, "E 250 154 7 7"),
        Fill(White, "E 274 206 5 5"),
        Fill(White, "E 228 196 4 4"),
        Fill(Dark, "R 148 292 104 30 12"),
    ],
    Basket: [
        Line(Dark, 12, "M 132 170 C 132 100 176 100 176 168 M 224 168 C 224 100 268 100 268 170"),
        Fill(First, "M 96 166 L 304 166 C 306 240 296 290 276 318 L 124 318 C 104 290 94 240 96 166 Z"),
        Line(Second, 6, "M 100 194 C 160 204 240 204 300 194 M 102 222 C 160 232 240 232 298 222 M 106 250 C 160 260 240 260 294 250 M 114 278 C 160 288 240 288 286 278"),
        Line(Dark, 4, "M 140 176 L 152 312 M 180 178 L 184 314 M 220 178 L 216 314 M 260 176 L 248 312"),
        Fill(Dark, "R 90 158 220 22 11"),
    ],
    LowBasket: [
        Fill(First, "M 70 212 L 330 212 C 326 270 300 304 276 314 L 124 314 C 100 304 74 270 70 212 Z"),
        Line(Second, 6, "M 78 240 C 160 252 240 252 322 240 M 92 270 C 160 282 240 282 308 270"),
        Line(Dark, 4, "M 124 216 L 140 308 M 176 218 L 182 310 M 228 218 L 222 310 M 280 216 L 264 308"),
        Fill(Dark, "R 60 198 280 26 13"),
        Fill(Second, "M 122 198 C 122 142 196 138 200 198 Z"),
        Fill(Deep, "M 186 198 C 192 128 282 140 280 198 Z"),
    ],
    Hooks: [
        Fill(First, "R 58 130 284 46 12"),
        Line(Second, 12, "M 112 152 L 112 222 C 112 262 152 262 152 228"),
        Line(Second, 12, "M 196 152 L 196 222 C 196 262 236 262 236 228"),
        Line(Second, 12, "M 280 152 L 280 222 C 280 262 320 262 320 228"),
        Fill(Second, "E 112 152 13 13"),
        Fill(Second, "E 196 152 13 13"),
        Fill(Second, "E 280 152 13 13"),
    ],
    Crate: [
        Fill(Dark, "M 84 150 L 316 150 L 316 190 L 84 190 Z"),
        Fill(First, "R 84 172 232 146 10"),
        Fill(Light, "R 84 172 232 44 10"),
        Fill(Second, "R 158 184 84 22 11"),
        Line(Second, 5, "M 84 222 L 316 222 M 84 270 L 316 270"),
        Line(Dark, 4, "M 104 216 L 104 318 M 296 216 L 296 318"),
    ],
    Tray: [
        Fill(Dark, "M 72 210 L 328 210 L 348 314 L 52 314 Z"),
        Fill(First, "M 72 204 L 328 204 L 344 296 L 56 296 Z"),
        Fill(White, "M 116 160 L 258 148 L 288 268 L 118 272 Z"),
        Fill(Second, "M 132 142 L 290 162 L 274 276 L 112 262 Z"),
        Line(Deep, 4, "M 152 176 L 262 190 M 149 200 L 258 214 M 146 224 L 218 234"),
        Fill(First, "M 56 296 L 344 296 L 348 318 L 52 318 Z"),
    ],
    Dish: [
        Fill(First, "M 84 220 C 96 286 144 312 200 312 C 256 312 304 286 316 220 Z"),
        Fill(Dark, "E 200 220 116 34"),
        Fill(Light, "E 200 218 98 25"),
        Fill(Second, "R 150 186 100 36 16"),
        Line(Deep, 5, "M 170 204 L 230 204"),
    ],
    Soap: [
        Fill(Dark, "R 86 176 228 128 40"),
        Fill(First, "R 86 160 228 124 40"),
        Line(Second, 5, "R 118 184 164 76 26"),
        Line(Second, 5, "M 200 240 C 184 232 178 216 184 202 C 198 208 204 222 200 240 M 200 240 C 200 224 208 212 220 208 C 222 222 214 236 200 240"),
        Fill(White, "E 118 130 15 15"),
        Fill(White, "E 150 112 10 10"),
        Fill(White, "E 284 128 12 12"),
    ],
    Tube: [
        Fill(First, "M 140 74 L 260 74 L 242 272 L 158 272 Z"),
        Fill(Dark, "R 134 62 132 22 4"),
        Fill(Second, "R 158 272 84 48 8"),
        Fill(White, "M 158 128 L 242 128 L 236 198 L 164 198 Z"),
        Line(Second, 5, "M 176 152 L 224 152 M 182 174 L 218 174"),
    ],
    Mat: [
        Fill(Dark, "M 104 150 L 332 150 L 296 312 L 50 312 Z"),
        Fill(First, "M 108 140 L 332 140 L 298 296 L 56 296 Z"),
        Line(Second, 8, "M 126 158 L 310 158 L 284 278 L 82 278 Z"),
        Line(Second, 4, "M 150 188 L 282 188 M 142 218 L 276 218 M 134 248 L 268 248"),
    ],
    Parcel: [
        Fill(First, "R 92 164 216 156 8"),
        Fill(Dark, "R 80 138 240 48 8"),
        Fill(Second, "R 182 138 36 182 0"),
        Fill(Second, "M 200 138 C 148 142 118 116 132 92 C 152 70 190 98 200 138 Z"),
        Fill(Deep, "M 200 138 C 252 142 282 116 268 92 C 248 70 210 98 200 138 Z"),
        Fill(Deep, "E 200 136 16 13"),
    ],
    Card: [
        Fill(Dark, "R 66 122 276 178 20"),
        Fill(First, "R 60 112 276 178 20"),
        Fill(Light, "M 60 230 C 150 190 240 262 336 214 L 336 270 C 336 282 328 290 316 290 L 80 290 C 68 290 60 282 60 270 Z"),
        Line(Second, 8, "M 252 112 L 252 290"),
        Fill(Second, "M 252 178 C 214 180 196 160 206 144 C 222 130 246 150 252 178 Z"),
        Fill(Second, "M 252 178 C 290 180 308 160 298 144 C 282 130 258 150 252 178 Z"),
        Line(White, 6, "M 88 148 L 160 148 M 88 170 L 132 170"),
    ],
}
