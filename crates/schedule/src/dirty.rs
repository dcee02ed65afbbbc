//! The set of computations still to do, taken in order of rank, upward or downward.
//! Must stay true: what is added while taking lies further on in the direction of travel.

/// A set of node ranks that is emptied in order, in either direction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dirty {
    words: Vec<u64>,
    all: bool,
}

impl Dirty {
    pub fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], all: false }
    }

    pub fn all(len: usize) -> Self {
        let mut dirty = Self { words: vec![u64::MAX; len.div_ceil(64)], all: true };
        if let (Some(last), rest @ 1..) = (dirty.words.last_mut(), len % 64) {
            *last = (1 << rest) - 1;
        }
        dirty
    }

    /// Whether everything was marked from the beginning, so that nothing need be added.
    pub fn is_all(&self) -> bool {
        self.all
    }

    pub fn add(&mut self, rank: usize) {
        self.words[rank / 64] |= 1 << (rank % 64);
    }

    /// Removes and returns the lowest rank not below `from`.
    pub fn pop_up(&mut self, from: &mut usize) -> Option<usize> {
        while let Some(word) = self.words.get_mut(*from) {
            if *word != 0 {
                let bit = word.trailing_zeros() as usize;
                *word &= *word - 1;
                return Some(*from * 64 + bit);
            }
            *from += 1;
        }
        None
    }

    /// Removes and returns the highest rank in the words below `until`.
    pub fn pop_down(&mut self, until: &mut usize) -> Option<usize> {
        while let Some(last) = until.checked_sub(1) {
            if self.words[last] != 0 {
                let bit = 63 - self.words[last].leading_zeros() as usize;
                self.words[last] &= !(1 << bit);
                return Some(last * 64 + bit);
            }
            *until = last;
        }
        None
    }

    pub fn words(&self) -> usize {
        self.words.len()
    }
}
