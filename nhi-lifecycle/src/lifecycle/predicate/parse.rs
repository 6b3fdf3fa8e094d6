//! The text form of a condition.

use super::{Comparator, Form, InvalidPredicate, MAX_BYTES, MAX_DEPTH, MAX_NODES, Place};

/// What a text is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A keyword, field or word.
    Word(String),
    /// A quoted text.
    Text(String),
    /// `(`, `)`, `,` or a comparison.
    Sign(&'static str),
}

const SIGNS: [&str; 9] = ["(", ")", ",", "!=", "<=", ">=", "=", "<", ">"];

fn wrong(column: usize, message: impl Into<String>) -> InvalidPredicate {
    InvalidPredicate { place: format!("column {column}"), message: message.into() }
}

/// Reads a text; columns count characters from 1.
pub(super) fn parse(text: &str) -> Result<Form, InvalidPredicate> {
    if text.len() > MAX_BYTES {
        return Err(wrong(1, format!("longer than the limit of {MAX_BYTES} bytes; make it simpler")));
    }
    let tokens = tokens(text)?;
    let mut parser = Parser { end: text.chars().count() + 1, tokens: tokens.into_iter().peekable(), nodes: 0 };
    let form = parser.condition(1)?;
    match parser.tokens.next() {
        None => Ok(form),
        Some((column, _)) => Err(wrong(column, "`and`, `or` or the end belongs here")),
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, InvalidPredicate> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut column = 1;
    while let Some(first) = rest.chars().next() {
        let (bytes, token) = if first.is_whitespace() {
            (first.len_utf8(), None)
        } else if first == '"' {
            let (bytes, text) =
                quoted(rest).ok_or_else(|| wrong(column, "this text has no end; close it with `\"`"))?;
            (bytes, Some(Token::Text(text)))
        } else if first.is_ascii_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            (end, Some(Token::Word(rest.get(..end).unwrap_or_default().to_owned())))
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (sign.len(), Some(Token::Sign(sign)))
        } else {
            return Err(wrong(column, "no condition has this character; put texts and instants between `\"`"));
        };
        tokens.extend(token.map(|token| (column, token)));
        let (read, unread) = rest.split_at(bytes);
        column += read.chars().count();
        rest = unread;
    }
    Ok(tokens)
}

/// The text between quotes and how many bytes it takes with them.
fn quoted(rest: &str) -> Option<(usize, String)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((at + 1, text)),
            '\\' => text.push(chars.next()?.1),
            c => text.push(c),
        }
    }
    None
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<(usize, Token)>>,
    end: usize,
    nodes: usize,
}

impl Parser {
    fn column(&mut self) -> usize {
        self.tokens.peek().map_or(self.end, |(column, _)| *column)
    }

    /// Takes the next token if it is this keyword or sign.
    fn take(&mut self, wanted: &str) -> bool {
        let is = |(_, token): &(usize, Token)| match token {
            Token::Word(word) => word == wanted,
            Token::Sign(sign) => *sign == wanted,
            Token::Text(_) => false,
        };
        self.tokens.next_if(is).is_some()
    }

    fn expect(&mut self, wanted: &str) -> Result<(), InvalidPredicate> {
        let column = self.column();
        if self.take(wanted) { Ok(()) } else { Err(wrong(column, format!("`{wanted}` belongs here"))) }
    }

    fn word(&mut self, what: &str) -> Result<(usize, String), InvalidPredicate> {
        let column = self.column();
        match self.tokens.next() {
            Some((column, Token::Word(word))) => Ok((column, word)),
            _ => Err(wrong(column, format!("{what} belongs here"))),
        }
    }

    fn condition(&mut self, depth: usize) -> Result<Form, InvalidPredicate> {
        self.joined(depth, "or", Form::Any, |parser, depth| parser.joined(depth, "and", Form::All, Self::one))
    }

    fn joined(
        &mut self,
        depth: usize,
        word: &str,
        join: fn(Vec<Form>) -> Form,
        part: impl Fn(&mut Self, usize) -> Result<Form, InvalidPredicate>,
    ) -> Result<Form, InvalidPredicate> {
        let column = self.column();
        // Limits are held while reading, so that no text makes this recurse or grow without end.
        if depth > MAX_DEPTH * 2 || self.nodes > MAX_NODES {
            return Err(wrong(column, "more conditions, or deeper ones, than the limits allow; make it simpler"));
        }
        let first = part(self, depth)?;
        let mut parts = vec![first];
        while self.take(word) {
            parts.push(part(self, depth)?);
        }
        Ok(if parts.len() > 1 { join(parts) } else { parts.remove(0) })
    }

    fn one(&mut self, depth: usize) -> Result<Form, InvalidPredicate> {
        self.nodes += 1;
        let column = self.column();
        if depth > MAX_DEPTH * 2 {
            return Err(wrong(column, "deeper than the limit; make it simpler"));
        }
        if self.take("not") {
            return Ok(Form::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take("(") {
            let form = self.condition(depth + 1)?;
            return self.expect(")").map(|()| form);
        }
        if self.take("evidence") {
            return self.evidence();
        }
        if self.take("known") {
            self.expect("(")?;
            let place = self.place()?;
            return self.expect(")").map(|()| Form::Known(place));
        }
        let place = self.place()?;
        if self.take("in") {
            self.expect("(")?;
            let mut values = vec![self.value(&place, Comparator::Equal)?];
            while self.take(",") {
                values.push(self.value(&place, Comparator::Equal)?);
            }
            return self.expect(")").map(|()| Form::In { place, values });
        }
        let column = self.column();
        let sign = match self.tokens.next() {
            Some((_, Token::Sign(sign))) => sign.parse::<Comparator>().ok(),
            _ => None,
        };
        let is = sign.ok_or_else(|| wrong(column, "a comparison belongs here: = != < <= > >= in"))?;
        let value = self.value(&place, is)?;
        Ok(Form::Compare { place, is, value })
    }

    fn evidence(&mut self) -> Result<Form, InvalidPredicate> {
        self.expect("(")?;
        let (column, kind) = self.word("a kind of evidence")?;
        let kind = kind.parse().map_err(|unknown: crate::error::UnknownWord| wrong(column, unknown.to_string()))?;
        let (mut method, mut verified) = (None, false);
        while !verified && self.take(",") {
            if self.take("verified") {
                verified = true;
            } else if method.is_none() {
                let (column, word) = self.word("a sanitization method or `verified`")?;
                let unknown = |unknown: crate::error::UnknownWord| wrong(column, format!("{unknown}; or `verified`"));
                method = Some(word.parse().map_err(unknown)?);
            } else {
                return Err(wrong(self.column(), "`verified` or `)` belongs here"));
            }
        }
        self.expect(")").map(|()| Form::Evidence { kind, method, verified })
    }

    fn place(&mut self) -> Result<Place, InvalidPredicate> {
        let (column, word) = self.word("a field, `label`, `known`, `evidence`, `not` or `(`")?;
        if word != "label" {
            let unknown = |unknown: crate::error::UnknownWord| wrong(column, unknown.to_string());
            return word.parse().map(Place::Field).map_err(unknown);
        }
        self.expect("(")?;
        let column = self.column();
        let Some((_, Token::Text(label))) = self.tokens.next() else {
            return Err(wrong(column, "the label between `\"` belongs here"));
        };
        self.expect(")").map(|()| Place::Label(label))
    }

    fn value(&mut self, place: &Place, is: Comparator) -> Result<String, InvalidPredicate> {
        let column = self.column();
        let value = match self.tokens.next() {
            Some((_, Token::Word(value) | Token::Text(value))) => value,
            _ => return Err(wrong(column, "a word, or a text between `\"`, belongs here")),
        };
        place.check(is, &value).map_err(|message| wrong(column, message))?;
        Ok(value)
    }
}
